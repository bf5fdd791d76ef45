import { parse } from 'unbash';

/** The literal names of all commands in a shell text, in order, each once; `exec`, `env` and the like are looked through. */
export function shellCommandWords(text: string): readonly string[] {
  const words = new Set<string>();
  collect(parse(text), words);
  return [...words];
}

const wrappers = new Set(['exec', 'env', 'nohup', 'time', 'command', 'nice']);

/** Walks any node: a command is a node with a `name` word; expansions are left out because their value is not known. */
function collect(node: unknown, words: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, words);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && node.type === 'Command' && 'name' in node) addCommand(node, words);
  for (const [key, value] of Object.entries(node)) if (key !== 'pos' && key !== 'end') collect(value, words);
}

function addCommand(node: { name?: unknown; suffix?: unknown }, words: Set<string>): void {
  const all = [node.name, ...(Array.isArray(node.suffix) ? node.suffix : [])].map(literal);
  const index = all.findIndex((word) => word !== null && !wrappers.has(word) && !word.startsWith('-') && !/^\w+=/.test(word));
  const word = index === -1 ? undefined : all[index];
  // Before the found word only wrappers and their options may stand: an expansion there hides what really runs.
  if (typeof word === 'string' && all.slice(0, index).every((before) => before !== null)) words.add(word);
}

function literal(word: unknown): string | null {
  if (typeof word !== 'object' || word === null || !('value' in word) || typeof word.value !== 'string') return null;
  return /[$`*?]/.test(word.value) ? null : word.value;
}

import type { Dockerfile } from '../formats/text/dockerfile/dockerfile.ts';
import { positions } from '../formats/text/dockerfile/position.ts';

/**
 * Why a file is a template that something else turns into a Dockerfile, undefined when it is none. Only marks that no Dockerfile can have count:
 * a directive where an instruction belongs, or a placeholder in FROM. `{{` inside RUN is Go's format syntax and says nothing.
 */
export function templateReason(file: Dockerfile, name: string): string | undefined {
  const at = positions(file.text);
  for (const { keyword, range, unfolded, value } of file.instructions) {
    const line = unfolded.text.trimStart();
    const line1 = `line ${at(range.start).line}`;
    if (/^(?:\{[{%#]|<%|\[%|@@|%%)/.test(line) || /^(?:\$\{?[A-Z_]+\}?|__[A-Z_]+__)$/.test(keyword))
      return `${line1} starts with a template directive: ${line.slice(0, 40)}`;
    if (keyword !== 'FROM' || value.kind !== 'words') continue;
    const base = value.items.map(({ text }) => text).join(' ');
    if (/\{\{|\{%|<%|%%\w+%%|@\w+@|__\w+__|<[\w-]+>/.test(base)) return `${line1} has a placeholder in FROM: ${base.slice(0, 60)}`;
  }
  if (/^#(?:include|if|ifdef|ifndef|define|endif)\b/m.test(file.text)) return 'it has directives of the C preprocessor';
  const ending = /\.(j2|jinja2?|tmpl|tpl|gotmpl|erb|mustache|hbs|template|in|m4)$/i.exec(name)?.[1];
  const marks = /\{\{|\{%|<%|%%\w+%%|@\w+@/.test(file.text);
  if (ending === undefined) return undefined;
  if (marks) return `its name ends in .${ending} and it holds placeholders`;
  return file.problems.length > 0 ? `its name ends in .${ending} and it is no Dockerfile as it stands` : undefined;
}

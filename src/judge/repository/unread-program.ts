import type { CopyStep } from '../../dockerfile/stages/step.ts';
import { clean } from './build-folder.ts';
import { sourcesOf } from './context-file.ts';
import { isScriptName } from './known-portable.ts';
import { resolvePath } from './product.ts';
import type { StageContext } from './stage-facts.ts';
import { isReached } from './stage-runs.ts';
import { startedPaths } from './started-paths.ts';

export interface UnreadProgram {
  /** In the image. */
  readonly path: string;
  /** In the build context, as COPY names it. */
  readonly source: string;
  readonly why: 'absent' | 'binary';
  /** Offset of the COPY. */
  readonly offset: number;
}

/** The program that the container starts where COPY takes it from the build context and its content says nothing; null where it is a script, or comes from elsewhere. */
export function unreadProgram(context: StageContext): UnreadProgram | null {
  for (const { word, path } of startedPaths(context)) {
    const found = unreadAt(context, path, word.includes('/'));
    if (found !== null) return found;
  }
  return null;
}

function unreadAt(context: StageContext, path: string, named: boolean): UnreadProgram | null {
  const { chain, locks } = context;
  for (const step of chain.flatMap(({ steps }) => steps).toReversed()) {
    if (step.kind !== 'copy' && step.kind !== 'add') continue;
    const offset = step.instruction.range.start;
    const source = step.sources.find((each) => isPutAt(step, each, path));
    if (source !== undefined) {
      if (step.from.kind !== 'context' || step.inline.length > 0 || saysEnough(source, path) || isMade(context, path, offset)) return null;
      const texts = [source, ...sourcesOf(step, source, path)].flatMap((each) => locks.text(each) ?? []);
      const [text] = texts;
      if (text !== undefined && !isBinary(text)) return null;
      return { path, source: shown(source), why: text === undefined ? 'absent' : 'binary', offset };
    }
    if (step.from.kind !== 'context' || !named) continue;
    // In a folder that is copied whole: what is not there may be made by a command.
    for (const inside of step.sources.flatMap((each) => sourcesOf(step, each, path))) {
      const text = locks.text(inside);
      if (text === null || saysEnough(inside, path) || isMade(context, path, offset)) continue;
      return isBinary(text) ? { path, source: shown(inside), why: 'binary', offset } : null;
    }
  }
  return null;
}

/** The instruction names the very file, and no folder around it. */
function isPutAt({ destination, workdir, sources }: CopyStep, source: string, path: string): boolean {
  if (/^\w+:\/\//.test(source)) return false;
  const to = resolvePath(workdir, destination);
  if (path === to) return sources.length === 1 && !destination.endsWith('/');
  const name = clean(source).split('/').at(-1) ?? '';
  return name !== '' && path === resolvePath(to, name);
}

/** By their names: scripts and archives of an interpreter, and programs that are linked statically. */
function saysEnough(source: string, path: string): boolean {
  return [source, path].some(
    (each) =>
      isScriptName(each.split('/').at(-1) ?? '') ||
      /\.(?:bash|cjs|tsx?|lua|[jw]ar|dll|pyz|tar|tgz|gz|zip)$/.test(each) ||
      /musl|[-_.]static(?:[-_./]|$)/.test(each.toLowerCase()),
  );
}

/** A later command names the very file and does more than to set its mode: it may have made it anew. */
function isMade({ runs }: StageContext, path: string, after: number): boolean {
  return runs.some(({ commands }) =>
    commands.some(
      (command) =>
        command.start > after &&
        isReached(command) &&
        !/^(?:chmod|chown|chgrp|setcap|ls|ln|test|\[|stat|file|mkdir)$/.test(command.name) &&
        [...command.argv.slice(1), ...command.redirects.flatMap(({ target }) => target ?? [])].some(
          ({ text }) => text === path || text.endsWith(`=${path}`),
        ),
    ),
  );
}

/** ELF, or any other content that no text has. */
function isBinary(text: string): boolean {
  return text.startsWith('\u{7f}ELF') || text.slice(0, 1024).includes('\0');
}

function shown(source: string): string {
  return source.startsWith('$') ? source : clean(source);
}

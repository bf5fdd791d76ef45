import type { BuildGraph } from '../../dockerfile/stages/build-graph.ts';
import { runFacts } from './stage-runs.ts';

/**
 * The folder that a Dockerfile is built with when nobody says so: of its own folder and those above it, the one that has most of the files that it copies and of those that
 * its commands need where it copies everything. The nearest wins where several have the same. `folders` begins with its own; paths given to `exists` are below a folder.
 */
export function chooseContext(build: BuildGraph, folders: readonly string[], exists: (folder: string, path: string) => boolean): string {
  const own = folders[0] ?? '';
  const needs = neededFiles(build);
  if (folders.length < 2 || needs.length === 0) return own;
  let best = { folder: own, score: -1 };
  for (const folder of folders) {
    const score = needs.filter((names) => names.some((name) => exists(folder, name))).length;
    if (score > best.score) best = { folder, score };
    if (score === needs.length) break;
  }
  return best.folder;
}

/** Each entry is one need: any of its names will do. */
function neededFiles({ stages }: BuildGraph): readonly (readonly string[])[] {
  const needs = new Map<string, readonly string[]>();
  for (const { steps } of stages) {
    for (const step of steps) {
      if (step.kind === 'copy' || step.kind === 'add') {
        if (step.from.kind !== 'context') continue;
        for (const source of step.sources) {
          const path = fixedPart(source);
          if (path !== '') needs.set(path, [path]);
        }
      } else if (step.kind === 'run' && step.mounts.every(({ from }) => from === undefined)) {
        for (const { name, argv } of runFacts(step).commands) {
          const second = argv[1]?.text ?? '';
          const files = projectFiles.find(([program, verb]) => program.test(name) && verb.test(second))?.[2];
          if (files !== undefined && copiesEverything(steps)) needs.set(files.join(' '), files);
        }
      }
    }
  }
  return [...needs.values()];
}

const projectFiles: readonly (readonly [RegExp, RegExp, readonly string[]])[] = [
  [/^go$/, /^(?:build|install|mod)$/, ['go.mod', 'main.go']],
  [/^(?:npm|yarn|pnpm|bun)$/, /^(?:ci|i|install|run|build)?$/, ['package.json']],
  [/^cargo$/, /^(?:build|install)$/, ['Cargo.toml']],
  [/^make$/, /^/, ['Makefile', 'makefile', 'GNUmakefile']],
  [/^mvn$/, /^/, ['pom.xml']],
  [/^(?:bundle|bundler)$/, /^(?:install)?$/, ['Gemfile']],
  [/^composer$/, /^install$/, ['composer.json']],
];

function copiesEverything(steps: BuildGraph['stages'][number]['steps']): boolean {
  return steps.some(
    (step) =>
      (step.kind === 'copy' || step.kind === 'add') &&
      step.from.kind === 'context' &&
      step.sources.some((source) => fixedPart(source) === ''),
  );
}

/** The part of a path before a pattern or a variable; empty for the whole context, and for a URL. */
function fixedPart(source: string): string {
  if (/^\w+:\/\/|^git@/.test(source)) return '';
  const parts = source.split('/').filter((part) => part !== '' && part !== '.');
  const end = parts.findIndex((part) => /[*?[$\\]/.test(part));
  return (end === -1 ? parts : parts.slice(0, end)).join('/');
}

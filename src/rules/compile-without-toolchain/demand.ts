import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { contextFolders } from '../../judge/repository/run-products.ts';
import type { Place } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import type { RunFacts } from '../../judge/repository/stage-runs.ts';

/** Something that a command compiles with, or for. */
export interface Demand {
  readonly command: ShellCommand;
  /** What asks for it: `rustc`, `openssl-sys 0.9.109`. */
  readonly by: string;
  /** Packages, named as on Alpine. */
  readonly needs: readonly string[];
  readonly certainty: 'likely' | 'possible';
  /** What is said where it is missing; empty where that is not known. */
  readonly symptom: string;
  /** The build goes on without it, and this is what comes of that. */
  readonly outcome?: string;
  /** The file that says so, as findings name it. */
  readonly file?: string;
}

/** What the readers of demands look at: one RUN of a stage. */
export interface Bench {
  readonly context: StageContext;
  readonly build: BuildGraph;
  readonly stage: Stage;
  readonly place: Place;
  readonly run: RunFacts;
}

/** A file of the project in the folder that a command runs in, or in the folder of the build context that was copied there. */
export function projectText(
  { context, stage, run }: Bench,
  command: ShellCommand,
  name: string,
): { readonly path: string; readonly text: string } | null {
  for (const directory of contextFolders(stage, run.folderOf(command) ?? run.step.workdir ?? '/', context)) {
    const path = directory === '.' ? name : `${directory}/${name}`;
    const text = context.locks.text(path);
    if (text !== null) return { path: `${context.locks.folder.prefix}${path}`, text };
  }
  return null;
}

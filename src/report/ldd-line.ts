import type { FoundObject, LoadMode, LoadResult } from '../loader/load-result.ts';
import type { SecondWall } from '../loader/second-wall.ts';
import { explainLoad } from './ldd-why.ts';

/** One line of `basewise ldd --format jsonl` (contract of the design, section 5). */
export interface LddLine {
  readonly path: string;
  readonly mode: LoadMode;
  readonly host?: string;
  readonly on?: string;
  readonly outcome: LoadResult['outcome'];
  readonly messages: readonly string[];
  readonly objects: readonly Pick<FoundObject, 'name' | 'path' | 'via'>[];
  readonly loader: string;
  readonly why?: string;
}

export interface LddAnswer {
  /** What the program meets next once its interpreter is there. */
  readonly next?: readonly SecondWall[];
  readonly path: string;
  readonly mode: LoadMode;
  readonly host?: string;
  readonly on?: string;
  readonly result: LoadResult;
}

export function lddLine({ path, mode, host, on, result }: LddAnswer): LddLine {
  const why = explainLoad(result);
  return {
    path,
    mode,
    ...(host === undefined ? {} : { host }),
    ...(on === undefined ? {} : { on }),
    outcome: result.outcome,
    messages: result.messages,
    objects: result.objects.map(({ name, path: found, via }) => ({ name, path: found, via })),
    loader: result.loader,
    ...(why === null ? {} : { why }),
  };
}

import { errorTexts } from './error-texts.ts';
import type { LookupClient, LookupFailure, ResolverKind } from './recognised-lookup.ts';

/** How one client words a failure. Named groups: `name`, `server`, `text` (an error text of `error-texts.ts`), `code`. */
export interface LookupRule {
  readonly by: LookupClient;
  readonly pattern: RegExp;
  /** What the wording says whatever stands in the groups; without it `text` or `code` decide, and a line with neither is not this rule's. */
  readonly failure?: LookupFailure | ((detail: string) => LookupFailure | null);
  readonly resolver?: ResolverKind;
}

/** A host name as logs have it: no blanks, quotes or brackets; a port behind it is not taken. */
export const HOST: string = String.raw`(?<name>[^\s'"‘’“”\x60()<>,;:[\]/]{1,255})`;

/** In any of the quotes that tools put around names. Also what is no host name. */
export const QUOTED: string = String.raw`['"‘“\x60](?<name>[^'"’”\x60]{0,255})['"’”]`;

export const TEXT: string = `(?<text>${alternatives(errorTexts.map(({ text }) => text))})`;
export const TELLING: string = `(?<text>${alternatives(errorTexts.filter(({ telling }) => telling).map(({ text }) => text))})`;

function alternatives(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|');
}

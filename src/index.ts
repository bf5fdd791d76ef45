/**
 * basewise as a library: the pieces that the command line is made of.
 *
 * ```ts
 * const app = await readSubject('archive:app.tar', {});
 * const base = await readSubject('rootfs:/srv/roots/debian-12', {});
 * const software = understand(app.name, app.rootfs, app.config);
 * const { unit, unknown } = judgeImage(software, [understand('debian 12', base.rootfs, null)]);
 * ```
 *
 * Everything that names a file, a registry or an engine throws `BasewiseError` for what a person can mend; anything else thrown is a bug.
 */
export { BasewiseError } from './errors.ts';
/** Opens and reads an image, archive, layout or root folder: its merged tree, facts and configuration. */
export { readSubject } from './subjects/read-subject.ts';
export type { ReadSubject } from './subjects/read-subject.ts';
/** What one root is by itself: base, packages, runtimes, entrypoint, whose each file is. */
export { understand } from './judge/understand.ts';
export type { Software } from './judge/software.ts';
/** Verdicts of software on its own base, carried to others and rebuilt on them. */
export { judgeImage } from './judge/judge-image.ts';
/** The report that `basewise check --format json` prints. */
export { buildReport } from './judge/build-report.ts';
export type * from './report/report.ts';
/** What the kernel, musl or glibc would do with one file of a root. */
export { openWorld } from './loader/world.ts';
export { simulate } from './loader/simulate.ts';
export type { LoadRequest, LoadResult } from './loader/load-result.ts';
export type { Rootfs } from './tree/rootfs.ts';
export type { Entry, Tree } from './tree/tree.ts';

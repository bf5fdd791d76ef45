import type { Base } from '../distro/base.ts';
import type { BaseSummary } from '../report/report.ts';

/** The part of a base that every report shows. */
export function summarizeBase(base: Base | null): BaseSummary | null {
  if (base === null) return null;
  const { libc } = base;
  return {
    distribution: base.distribution ?? 'unknown',
    release: base.release,
    ...(base.prettyName === undefined ? {} : { prettyName: base.prettyName }),
    libc:
      libc === null
        ? null
        : {
            family: libc.family,
            version: libc.version ?? 'unknown',
            ...(libc.package === undefined ? {} : { package: `${libc.package.name} ${libc.package.version}` }),
            ...(libc.loaders[0] === undefined ? {} : { loader: libc.loaders[0] }),
          },
  };
}

import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly what: string;
  readonly base: string;
  readonly why: string;
  readonly instead: string;
}

/** Settings of one loader or allocator in an image of the other. */
export const ignoredLoaderSettings: RunnableStageRule = defineStageRule<Evidence>({
  id: 'ignored-loader-settings',
  title: 'A loader setting that this C library does not read',
  find,
  describe: ({ evidence: { what, base, why, instead } }) => ({ message: `${what} has no effect on ${base}: ${why}.`, fix: instead }),
});

function find({ place, stage, runs, beside, chain, at }: StageContext): readonly FindingFact<Evidence>[] {
  const { libc } = place;
  if (libc !== 'musl' && libc !== 'glibc') return [];
  const base = describePlace(place);
  const found: FindingFact<Evidence>[] = [];
  const add = (key: string, offset: number, what: string, why: string, instead: string, severity: 'warning' | 'note' = 'note'): void => {
    if (!found.some((each) => each.key === key))
      found.push({ key, severity, certainty: 'likely', where: [at(offset)], evidence: { what, base, why, instead } });
  };
  const envOffset = (name: string): number =>
    chain
      .flatMap(({ steps }) => steps)
      .findLast(({ instruction }) => instruction.keyword === 'ENV' && instruction.unfolded.text.includes(name))?.instruction.range.start ??
    0;
  const { env } = stage.config;
  for (const name of Object.keys(env)) {
    const value = env[name] ?? '';
    if (libc === 'musl' && glibcVariables.test(name) && beside === null)
      add(name, envOffset(name), `ENV ${name}`, 'only glibc reads it', 'leave it out, or set the limit where musl has one');
    if (libc === 'musl' && resolverVariables.test(name) && beside === null)
      add(
        name,
        envOffset(name),
        `ENV ${name}=${value.slice(0, 80)}`,
        "only glibc's resolver (and c-ares) reads it",
        'say it in resolv.conf: `dnsConfig.options` of the pod, `dns_opt` in Compose, `--dns-option` of docker run',
      );
    if (libc === 'glibc' && name.startsWith('MUSL_'))
      add(name, envOffset(name), `ENV ${name}`, 'only musl reads it', 'use LOCPATH and the packages of locales');
    const foreign = libc === 'musl' ? /\/(?:x86_64|aarch64|arm)-linux-gnu[a-z]*\// : /\/ld-musl|linux-musl\//;
    if (name === 'LD_PRELOAD' && foreign.test(value))
      add(
        name,
        envOffset(name),
        `ENV LD_PRELOAD=${value.slice(0, 80)}`,
        `the path is of ${libc === 'musl' ? 'Debian' : 'Alpine'}, and a preload that is not there is passed over${libc === 'musl' ? ' in silence' : ' with a line on stderr'}`,
        'name the file where this base has it',
        'warning',
      );
  }
  if (libc !== 'musl' || beside !== null) return found;
  for (const { commands, ldconfig } of runs) {
    const cache = ldconfig.find((command) => isReached(command) && command.argv.length < 3 && !/^-[vV]$/.test(command.argv[1]?.text ?? ''));
    if (cache !== undefined)
      add(
        'ldconfig',
        cache.start,
        '`ldconfig`',
        'musl has no cache; it searches /lib, /usr/local/lib, /usr/lib, or what /etc/ld-musl-ARCH.path lists',
        'put the library into /usr/local/lib, or list its folder in /etc/ld-musl-ARCH.path',
      );
    for (const command of commands) {
      const target = command.redirects.find(({ target: to }) => to !== undefined && /^\/etc\/ld\.so\.(?:conf|preload)/.test(to.text));
      if (target !== undefined && isReached(command))
        add(
          'ld.so.conf',
          command.start,
          `Writing ${target.target?.text ?? ''}`,
          'only glibc reads it',
          'list the folder in /etc/ld-musl-ARCH.path (it replaces the default ones), or set LD_LIBRARY_PATH',
        );
    }
  }
  return found;
}

const resolverVariables = /^(?:RES_OPTIONS|LOCALDOMAIN|HOSTALIASES)$/;
const glibcVariables =
  /^(?:GLIBC_TUNABLES|MALLOC_ARENA_MAX|MALLOC_TRIM_THRESHOLD_|MALLOC_MMAP_THRESHOLD_|MALLOC_CHECK_|MALLOC_TOP_PAD_|LD_AUDIT|LD_DEBUG|LD_BIND_NOW|LOCPATH|GCONV_PATH)$/;

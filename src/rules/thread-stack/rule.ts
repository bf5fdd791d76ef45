import { listed, placesOf } from '../../judge/group-failures.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule, TargetContext } from '../../judge/rule.ts';
import { muslStack, threadStackBytes } from '../../judge/threads/musl-stack.ts';
import { startersOn } from '../../judge/threads/thread-starters.ts';
import type { ThreadStarter } from '../../judge/threads/thread-starters.ts';

interface Evidence {
  readonly libc: string;
  readonly files: readonly { readonly path: string; readonly by: string; readonly main: string; readonly header: number }[];
  /** Bytes. */
  readonly stack: number;
  readonly readsHeader: boolean;
  /** The own base gives threads more. */
  readonly changes: boolean;
}

/** As much as CPython and the JVM give their threads; below it nobody says that it is enough. */
const enough = 1 << 20;

/** Threads whose stack has the size that musl gives where nobody names one (native-dependencies.md, section 8). */
export const threadStack: RunnableRule = defineRule<Evidence>({
  id: 'thread-stack',
  title: 'Threads get a small stack',
  find,
  describe({ evidence: { libc, files, stack, readsHeader, changes } }) {
    const [first] = files;
    const who = listed(
      files.map(({ path }) => path),
      3,
    );
    const plural = files.length !== 1;
    const header =
      first === undefined || !readsHeader
        ? ''
        : first.header === 0
          ? `, and PT_GNU_STACK of ${first.main} asks for no other size`
          : `, what PT_GNU_STACK of ${first.main} asks for`;
    return {
      message: `${who} ${plural ? 'start' : 'starts'} threads without naming a stack size (${[...new Set(files.map(({ by }) => by))].join(', ')}). On ${libc} such a thread has ${stack >> 10} KiB${header}; on glibc it has 8 MiB (\`ulimit -s\`)${changes ? ', as on the own base' : ''}. Deep recursion and large local arrays there end in a segmentation fault.`,
      fix: readsHeader
        ? `link ${first?.main ?? 'the program'} with -Wl,-z,stack-size=8388608 (musl takes up to 8 MiB from it), or call pthread_attr_setstacksize`
        : 'call pthread_attr_setstacksize; musl before 1.1.21 does not read the size that a program is linked with',
    };
  },
});

function find(context: TargetContext): readonly FindingFact<Evidence>[] {
  const libc = context.base?.libc;
  if (libc?.family !== 'musl') return [];
  const rules = muslStack(libc.version);
  const files = startersOn(context)
    .filter(({ setsStack }) => !setsStack)
    .flatMap((starter) => {
      const main = mainProgram(starter, context);
      return main === null ? [] : [{ ...main, starter, stack: threadStackBytes(rules, main.header) }];
    })
    .filter(({ stack }) => stack < enough);
  const [smallest] = files.toSorted((a, b) => a.stack - b.stack);
  if (smallest === undefined) return [];
  return [
    {
      key: 'stack',
      // It depends on what the threads do, which nobody has seen.
      severity: 'note',
      certainty: 'possible',
      where: placesOf(files.map(({ starter }) => starter.artifact)),
      evidence: {
        libc: `musl${libc.version === null ? '' : ` ${libc.version}`}`,
        files: files.map(({ starter: { artifact, by }, main, header }) => ({ path: artifact.path, by, main, header })),
        stack: smallest.stack,
        readsHeader: rules.readsHeader,
        changes: context.move !== 'own' && context.software.base?.libc?.family === 'glibc',
      },
    },
  ];
}

/** The program of the process that the file runs in: itself, its host, or what the image starts. Null where that is not known. */
function mainProgram(
  { artifact }: ThreadStarter,
  { artifacts, software, rootfs }: TargetContext,
): { readonly main: string; readonly header: number } | null {
  if (artifact.kind === 'program') return { main: artifact.path, header: artifact.elf?.stack?.size ?? 0 };
  const path = artifacts.find((each) => each.path === artifact.path)?.host?.program ?? software.entrypoint?.programs[0]?.path ?? null;
  const found = path === null ? null : rootfs.tree.lookup(path);
  const elf = found?.ok === true ? rootfs.elf(found.entry.identity) : null;
  return path === null || elf === null || 'unknown' in elf ? null : { main: path, header: elf.stack?.size ?? 0 };
}

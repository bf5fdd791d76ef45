import type { Support } from '../bases/support.ts';
import type { Blocker, Candidate, Change, Criterion, Need, NeedKind, Remedy } from './recommendation.ts';

/** `runs as it is`, `runs once changed`, `breaks: missing-interpreter`. */
export function verdictWords({ rebuild, changed, changes, findings, profile }: Candidate): string {
  const sure = profile?.kind === 'derived' ? ', by its versions' : '';
  const absent = changes.filter(({ kind, how }) => kind === 'take-runtime' && how === null).map(({ what }) => what);
  if (changed === 'runs' || changed === 'differs') {
    const what = changed === 'runs' ? 'runs' : 'runs, and behaves differently';
    if (absent.length > 0) return `${what} if you bring ${absent.join(' and ')}${sure}`;
    return `${what}${changes.length === 0 ? ' as it is' : rebuild === changed ? ' with these changes' : ' once this is done'}${sure}`;
  }
  if (changed === 'unknown' && absent.length > 0) return `not decided: nothing known brings ${absent.join(' and ')}`;
  const rules = [...new Set(findings.filter(({ severity, rule }) => severity === 'error' || rule === 'undecided').map(({ rule }) => rule))];
  return `${changed === 'breaks' ? 'breaks' : 'not decided'}${rules.length === 0 ? '' : ` (${rules.slice(0, 3).join(', ')})`}`;
}

export function supportWords({ state, ends, note }: Support): string {
  const words: Readonly<Record<Support['state'], string>> = {
    supported: ends === null ? 'in support, no end announced' : `in support until ${ends}`,
    ending: `support ends ${ends ?? ''}`,
    'out-of-support': `out of support since ${ends ?? ''}`,
    rolling: 'rolling',
    unknown: 'support not known',
  };
  return `${words[state]}${note === undefined ? '' : ` (${note})`}`;
}

/** One line a kind: `libraries libstdc++.so.6, libgcc_s.so.1 (/app/…)`. */
export function needLines(needs: readonly Need[]): readonly string[] {
  const kinds = Map.groupBy(needs, ({ kind }) => kind);
  return [...kinds].map(([kind, own]) => {
    const shown = own.slice(0, mostShown).map(({ what, certainty }) => (certainty === 'possible' ? `${what} (possibly)` : what));
    const more = own.length > mostShown ? ` and ${own.length - mostShown} more` : '';
    const evidence = own[0]?.evidence[0];
    return `${needWords[kind]} ${shown.join(', ')}${more}${evidence === undefined || kind === 'architecture' || kind === 'package' ? '' : `: ${evidence}`}`;
  });
}

const mostShown = 6;

const needWords: Readonly<Record<NeedKind, string>> = {
  libc: 'files built for',
  library: 'libraries',
  runtime: 'runtime',
  package: 'packages',
  shell: 'shell',
  'package-manager': 'package manager at run time',
  user: 'user',
  certificates: 'TLS:',
  'time-zones': 'time zone',
  locale: 'locale',
  architecture: 'architecture',
};

export function changeLines({ changes }: Candidate): readonly string[] {
  return changes.map(changeWords);
}

function changeWords({ kind, what, how, certainty, source }: Change): string {
  const does = how === null ? '' : `: ${how}`;
  const sure = certainty === 'possible' ? ', possibly' : '';
  switch (kind) {
    case 'take-runtime':
      return how === null ? `bring ${what}: ${source}` : `FROM ${how} for ${what} (${certainty}: ${source})`;
    case 'migrate':
      return how === null ? what : `${how} (${what})`;
    case 'build-static':
      return `build ${what} static${does} (${source})`;
    case 'copy-libraries':
      return `${what} from a stage of the same release${does} (${source})`;
    case 'add-slice':
      return `slice ${what}${sure}: ${source}`;
    case 'cut-slices':
      return `${how ?? what} (${source})`;
    case 'add-user':
      return `the user ${what} (${source})${does}`;
    case 'add-certificates':
      return `CA certificates${sure} (${source})${does}`;
    case 'add-time-zones':
      return `time zones${sure} (${source})${does}`;
    case 'add-locale':
      return `the locale ${what} (${source})${does}`;
    default:
      return `${how ?? what} (${source})`;
  }
}

/** The heading, then each cause with its ways out; nothing where nothing blocks. */
export function blockerLines(blockers: readonly Blocker[]): readonly string[] {
  if (blockers.length === 0) return [];
  const shown = blockers.slice(0, mostBlockers);
  const left = blockers.length - shown.length;
  return [
    'what blocks, and what one fix frees',
    ...shown.flatMap(blockerWords),
    ...(left > 0 ? [`… and ${left} more causes (--format json)`] : []),
  ];
}

const mostBlockers = 6;

function blockerWords({ rule, message, fix, blocks, frees, remedies }: Blocker): readonly string[] {
  const alone =
    frees.length === 0
      ? 'never the only cause'
      : frees.length === blocks.length
        ? 'the only cause there'
        : `the only cause on ${frees.length}`;
  const where = `${blocks.slice(0, 3).join(', ')}${blocks.length > 3 ? ` and ${blocks.length - 3} more` : ''}`;
  const first = shorten(message.split('\n')[0] ?? '');
  const ways =
    remedies.length === 0 ? (fix === undefined ? [] : [`  → ${fix}`]) : remedies.slice(0, 2).map((remedy) => `  → ${remedyWords(remedy)}`);
  return [`${rule} on ${where} (${alone}): ${first}`, ...ways];
}

/** Long paths by their names: what is wrong stands behind them. */
function shorten(message: string): string {
  const text = message.replaceAll(/(?<=^|[\s(])\/[^\s,:]{30,}/g, (path) => `…${path.slice(path.lastIndexOf('/'))}`);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

const longest = 220;

function remedyWords({ what, certainty, source }: Remedy): string {
  return `${what} (${certainty}; ${source})`;
}

export function criteriaWords(criteria: readonly Criterion[]): string {
  const words: Readonly<Record<Criterion, string>> = {
    verdict: 'the rebuild’s verdict once changed',
    support: 'a year of support and more, less, ending, none',
    size: 'size of a pull by bands (5, 15, 40, 80, 160 MB …; unknown in the middle)',
    surface: 'shell, package manager, setuid files',
    closeness: 'closeness to today’s base, then fewest changes',
  };
  return `${criteria.map((criterion) => words[criterion]).join('; then ')} (--rank changes it)`;
}

import type pc from 'picocolors';
import { counted, namesInLine, placeName } from './services-words.ts';
import type { CauseSummary, ServicesReport } from './services.ts';
import { wrap } from './text-layout.ts';

type Paint = ReturnType<typeof pc.createColors>;

/** Causes that change a verdict, most freeing first, each with its fix; the rest by rule. */
export function renderCauses({ causes, services }: ServicesReport, paint: Paint, columns: number): readonly string[] {
  const counting = causes.filter(({ severity, certainty, frees }) => frees.length > 0 || (severity !== 'note' && certainty !== 'possible'));
  if (counting.length === 0) return [];
  const lines = ['', paint.bold('what stands in the way'), paint.dim('  frees  met in')];
  for (const cause of counting.slice(0, MOST)) lines.push(...renderCause(cause, paint, columns));
  const rest = counting.slice(MOST);
  if (rest.length > 0)
    lines.push(...wrap(`and ${counted(rest.length, 'more cause')} (--format json has all): ${byRule(rest)}`, INDENT, columns));
  const freed = new Set(counting.flatMap(({ frees }) => frees));
  const stuck = services.filter(({ name, targets }) => !freed.has(name) && targets.some(({ verdict }) => verdict !== 'runs'));
  const words = '"frees": services that would run there if this one cause were gone';
  const need = stuck.length === 0 ? '' : `; ${counted(stuck.length, 'service')} ${stuck.length === 1 ? 'needs' : 'need'} more than one fix`;
  return [...lines, ...wrap(words + need, '  ', columns)];
}

const MOST = 10;
const INDENT = ' '.repeat(17);

function renderCause(cause: CauseSummary, paint: Paint, columns: number): readonly string[] {
  const { rule, about, severity, certainty, services, frees, fix, base, name } = cause;
  const color = { error: paint.red, warning: paint.yellow, note: paint.cyan }[severity];
  const place = name === 'own' ? `on ${base ?? 'its own base'}` : placeName(cause);
  const numbers = `${String(frees.length).padStart(7)}${String(services.length).padStart(8)}  `;
  const [first = '', ...more] = wrap(
    `${rule} ${shorten(about)} ${place}${certainty === 'proven' ? '' : ` (${certainty})`}`,
    INDENT,
    columns,
  );
  const head = first.slice(INDENT.length);
  return [
    numbers + (head.startsWith(rule) ? color(rule) + head.slice(rule.length) : head),
    ...more,
    ...(fix === undefined ? [] : wrap(`fix: ${shorten(fix)}`, INDENT, columns).slice(0, 2)),
    paint.dim(namesInLine(services, INDENT, columns)),
  ];
}

function byRule(causes: readonly CauseSummary[]): string {
  const rules = new Map<string, Set<string>>();
  for (const { rule, services } of causes) {
    const met = rules.get(rule) ?? new Set();
    rules.set(rule, met);
    for (const service of services) met.add(service);
  }
  return [...rules]
    .toSorted((a, b) => b[1].size - a[1].size)
    .map(([rule, met]) => `${rule} (${counted(met.size, 'service')})`)
    .join(', ');
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

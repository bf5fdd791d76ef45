import { gt, gte, lt, lte, satisfies, valid } from '@renovatebot/pep440';
import type { Marker, MarkerOperator, Operand } from '../../formats/text/lockfiles/python/marker.ts';
import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import type { MarkerEnvironment } from './marker-environment.ts';

/** Whether the marker holds there; null where the target leaves it open (a patch release, the kernel's version, an extra). */
export function evaluateMarker(marker: Marker, environment: MarkerEnvironment): boolean | null {
  if (marker.kind === 'compare') return compare(marker.left, marker.operator, marker.right, environment);
  const decisive = marker.kind === 'or';
  let open = false;
  for (const part of marker.parts) {
    const value = evaluateMarker(part, environment);
    if (value === decisive) return decisive;
    open ||= value === null;
  }
  return open ? null : !decisive;
}

function compare(left: Operand, operator: MarkerOperator, right: Operand, environment: MarkerEnvironment): boolean | null {
  const variable = 'variable' in left ? left.variable : 'variable' in right ? right.variable : null;
  if (variable === null) return null;
  if (variable === 'extra' || variable === 'extras' || variable === 'dependency_groups')
    return compareExtra(left, operator, right, environment);
  if (variable === 'python_full_version' || variable === 'implementation_version') {
    const [low, high] = environment.fullVersions.map((value) => compareValues(fill(left, value), operator, fill(right, value)));
    return low === high ? (low ?? null) : null;
  }
  const value = environment.values.get(variable);
  if (value === undefined) return null;
  return compareValues(fill(left, value), operator, fill(right, value));
}

function fill(operand: Operand, value: string): string {
  return 'variable' in operand ? value : operand.value;
}

/** As packaging does it: versions where both sides are ones, words otherwise. */
function compareValues(left: string, operator: MarkerOperator, right: string): boolean | null {
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  if (valid(left) !== null && isSpecifier(operator, right)) {
    // The versions of interpreters are plain ones, so that none of PEP 440's exceptions for local and post releases is met.
    const ordered = orders[operator];
    return ordered === undefined ? satisfies(left, `${operator}${right}`, { prereleases: true }) : ordered(left, right);
  }
  if (operator === '==' || operator === '===') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '~=') return null;
  // Words have an order in older packaging only.
  return operator === '<' ? left < right : operator === '<=' ? left <= right : operator === '>' ? left > right : left >= right;
}

const orders: Readonly<Partial<Record<MarkerOperator, (left: string, right: string) => boolean>>> = {
  '<': lt,
  '<=': lte,
  '>': gt,
  '>=': gte,
};

function isSpecifier(operator: MarkerOperator, version: string): boolean {
  const plain = (operator === '==' || operator === '!=') && version.endsWith('.*') ? version.slice(0, -2) : version;
  return valid(plain) !== null;
}

/** `extra == 'x'`, `'x' in extras`; uv writes conflicting sets as extras of its own (`extra-3-app-cpu`, `group-3-app-dev`), which nobody asked for or against. */
function compareExtra(left: Operand, operator: MarkerOperator, right: Operand, environment: MarkerEnvironment): boolean | null {
  const word = 'value' in left ? left.value : 'value' in right ? right.value : null;
  if (word === null || environment.extras === null || /^(?:extra|group|project)-\d+-/.test(word)) return null;
  const asked = environment.extras.has(normalizeName(word));
  return operator === '!=' || operator === 'not in' ? !asked : asked;
}

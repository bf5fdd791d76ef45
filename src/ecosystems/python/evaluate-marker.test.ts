import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMarker } from '../../formats/text/lockfiles/python/marker.ts';
import { randomNumbers } from '../../../tools/mutate.ts';
import { parseLockTarget } from '../lockfiles/lock-target.ts';
import { evaluateMarker } from './evaluate-marker.ts';
import { markerEnvironment } from './marker-environment.ts';
import { askPackaging, noPackaging } from './packaging-oracle.suite.ts';

const target = parseLockTarget('glibc@2.36/x86_64+cpython@3.12.4');
const environment = markerEnvironment(target, new Set(['cli']));

test('a patch release that is not named leaves markers open that it decides', () => {
  const open = markerEnvironment(parseLockTarget('musl@1.2/aarch64+cpython@3.12'), null);
  const holds = (text: string): boolean | null => evaluateMarker(parseMarker(text), open);
  assert.equal(holds("python_full_version < '3.12.4'"), null);
  assert.equal(holds("python_full_version < '3.12'"), false);
  assert.equal(holds("python_full_version >= '3.12'"), true);
  assert.equal(holds("python_full_version < '3.12.4' and sys_platform == 'win32'"), false);
  assert.equal(holds("python_full_version < '3.12.4' or platform_machine == 'aarch64'"), true);
  assert.equal(holds("extra == 'x'"), null);
  assert.equal(holds("platform_release >= '5'"), null);
  assert.equal(holds("implementation_name != 'PyPy'"), true);
  assert.equal(holds("extra == 'extra-3-app-cpu' or sys_platform == 'win32'"), null);
});

test('PEP 751: extras and dependency groups as sets', () => {
  assert.equal(evaluateMarker(parseMarker("'cli' in extras"), environment), true);
  assert.equal(evaluateMarker(parseMarker("'dev' not in dependency_groups"), environment), true);
});

test('markers hold as packaging evaluates them', (t) => {
  const random = randomNumbers(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T);
  const versions = ['3', '3.8', '3.12', '3.12.4', '3.12.5', '3.13', '3.10.0', '3.*', '3.12.*', '2.7', '3.12.4rc1'];
  const one = (): string => {
    const version = pick(['python_version', 'python_full_version']);
    if (random() < 0.6) {
      const operator = pick(['<', '<=', '==', '!=', '>=', '>', '~=', 'in', 'not in']);
      const value = operator.includes('in')
        ? pick(['3.8 3.12', '3.12', '3.9,3.10'])
        : operator === '==' || operator === '!='
          ? pick(versions)
          : pick(versions.filter((each) => !each.includes('*') && (operator !== '~=' || each.includes('.'))));
      return `${version} ${operator} "${value}"`;
    }
    const name = pick([
      'os_name',
      'sys_platform',
      'platform_system',
      'platform_machine',
      'platform_python_implementation',
      'implementation_name',
    ]);
    const value = pick(['posix', 'linux', 'Linux', 'x86_64', 'CPython', 'cpython', 'win32', 'aarch64', 'PyPy']);
    return random() < 0.8 ? `${name} ${pick(['==', '!=', 'in', 'not in'])} '${value}'` : `'${value}' ${pick(['==', '!=', 'in'])} ${name}`;
  };
  const all = (depth: number): string =>
    depth === 0 || random() < 0.3 ? one() : `(${all(depth - 1)}) ${pick(['and', 'or'])} ${all(depth - 1)}`;
  const questions = Array.from({ length: 600 }, () => all(3));
  const code = `
env = {'os_name': 'posix', 'sys_platform': 'linux', 'platform_system': 'Linux', 'platform_machine': 'x86_64', 'platform_python_implementation': 'CPython', 'implementation_name': 'cpython',
       'python_version': '3.12', 'python_full_version': '3.12.4', 'implementation_version': '3.12.4', 'platform_release': '', 'platform_version': '', 'extra': ''}
a = []
for m in q:
    try: a.append(markers.Marker(m).evaluate(env))
    except Exception as e: a.append(str(e))
`;
  const answers = askPackaging(code, questions);
  if (!Array.isArray(answers)) return t.skip(noPackaging);
  let compared = 0;
  for (const [i, text] of questions.entries()) {
    if (typeof answers[i] !== 'boolean') continue;
    compared++;
    assert.equal(evaluateMarker(parseMarker(text), environment), answers[i], text);
  }
  assert.ok(compared > 500, `${compared} of ${questions.length} were compared`);
});

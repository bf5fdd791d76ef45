/**
 * node tools/generate-native-packages.ts: joins tools/native-packages/rows.json (what a build asks for, by hand) with what the indexes of pip and npm list today.
 * One question a package, through the indexes that pip is set up with and through npm.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { listIndexFiles } from '../src/net/packages/simple-index-client.ts';
import { pipIndexes } from '../src/net/packages/pip-settings.ts';
import { createHttpClient } from '../src/net/http/http-client.ts';
import { wheelFacts } from './native-packages/wheel-facts.ts';

interface HandRow {
  readonly manager: string;
  readonly name: string;
  readonly musl?: string;
  /** Of npm, where it is not told by `musl`. */
  readonly glibc?: string;
  /** The dependency whose native code it is. */
  readonly through?: string;
  readonly needs?: readonly string[];
  readonly note?: string;
}

const rows: { readonly packages: readonly HandRow[] } = JSON.parse(readFileSync('tools/native-packages/rows.json', 'utf8'));
const indexes = await pipIndexes(process.env);
const send = createHttpClient({ environment: process.env });
const packages: object[] = [];
const wheels: object[] = [];
for (const row of rows.packages) {
  if (row.manager === 'npm') packages.push(npmRow(row));
  else await addPipRow(row);
}
writeFileSync(
  'data/native-packages.json',
  `${JSON.stringify({ source: 'file lists of the indexes of pip and npm; `needs` and `note`, and `musl` of npm, by hand (tools/native-packages/rows.json)', date: new Date().toISOString().slice(0, 10), generator: 'tools/generate-native-packages.ts', packages, wheels }, null, 1)}\n`,
);

async function addPipRow({ name, musl: byHand, needs, note }: HandRow): Promise<void> {
  const files = await listIndexFiles(send, indexes, name);
  const facts = files === null ? null : wheelFacts(files);
  if (facts === null) return console.log(`${name}: not in the index`);
  const { version, source, musl, glibc, floor, machines, newestFor } = facts;
  const verdict = byHand ?? (musl.x86_64 !== null ? 'prebuilt' : source !== null ? 'compiles' : 'fails');
  const onGlibc = glibc !== null ? 'prebuilt' : source !== null ? 'compiles' : 'fails';
  console.log(
    `${name} ${version}: ${verdict} on musl, ${onGlibc} on glibc${floor === null ? '' : ` ${floor}`}; ${musl.x86_64 ?? source ?? ''}`,
  );
  packages.push({
    manager: 'pip',
    name,
    musl: verdict,
    glibc: onGlibc,
    ...(floor === null ? {} : { glibcFloor: floor }),
    ...(needs === undefined ? {} : { needs }),
    ...(note === undefined ? {} : { note }),
    evidence: [version, musl.x86_64, musl.aarch64, glibc, source].filter((each) => each !== null).join(' '),
  });
  wheels.push({ package: name, machines, newestFor });
}

/** The verdict is by hand, from its tarball; beside it what npm says of the newest release. */
function npmRow({ name, musl, glibc, through, needs, note }: HandRow): object {
  const row = {
    manager: 'npm',
    name,
    musl,
    glibc: glibc ?? (musl === 'compiles' ? 'compiles' : 'prebuilt'),
    ...(through === undefined ? {} : { through }),
    ...(needs === undefined ? {} : { needs }),
    ...(note === undefined ? {} : { note }),
  };
  const text = ask(['view', name, 'version', 'optionalDependencies', 'dependencies', 'scripts', '--json']);
  if (text === null) {
    console.log(`${name}: npm does not have it`);
    return row;
  }
  const view: {
    readonly version: string;
    readonly optionalDependencies?: object;
    readonly dependencies?: object;
    readonly scripts?: object;
  } = JSON.parse(text);
  const forMusl = Object.keys(view.optionalDependencies ?? {}).filter((each) => /linux.*musl|musl/.test(each));
  const scripts = Object.entries(view.scripts ?? {}).filter(([key]) => /^(?:pre|post)?install$/.test(key));
  const tools = Object.keys(view.dependencies ?? {}).filter((each) =>
    /^(?:node-gyp(?:-build)?|prebuild-install|@mapbox\/node-pre-gyp|bindings|cmake-js)$/.test(each),
  );
  const evidence = [view.version, ...forMusl.slice(0, 3), ...scripts.map(([key, value]) => `${key}: ${String(value)}`), ...tools].join(
    ' | ',
  );
  console.log(`${name}: ${musl ?? ''}; ${evidence}`);
  return { ...row, evidence };
}

function ask(words: readonly string[]): string | null {
  try {
    return execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

import type { FuzzTarget } from '../../../../tools/fuzz-target.ts';
import { readCargoToml } from './other/cargo-toml.ts';
import { readCratesIndex } from './other/crates-index.ts';
import { readMavenSettings } from './other/maven-settings.ts';
import { parseMarker } from './python/marker.ts';
import { parseRequirement } from './python/requirement.ts';
import { readProjectWishes } from './python/pyproject.ts';
import { readSimpleIndex } from './python/simple-index.ts';
import { readLockfile } from './read-lockfile.ts';
import { samples } from './samples.suite.ts';

/** Every reader by the name of its file; FormatError is the one way to refuse. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...samples.map(({ title, path, text }) => target(`lockfile ${title}`, text, (input) => void readLockfile(path, input))),
  target('lockfile marker', `(python_version >= "3.8" and os_name != 'nt') or "cli" in extras and not in x`, parseMarker),
  target('package index', '<a href="a-1.0-py3-none-any.whl#sha256=00" data-requires-python="&gt;=3.8" data-yanked>a</a>', readSimpleIndex),
  target(
    'crates index',
    '{"name":"x","vers":"1.0.0","cksum":"00","links":"x","deps":[{"name":"cc","kind":"build","optional":false}]}\n',
    readCratesIndex,
  ),
  target('Cargo manifest', '[workspace]\n[dependencies]\na = "1"\nb = { version = "2", optional = true, package = "c" }\n', readCargoToml),
  target(
    'Maven settings',
    '<settings><mirrors><mirror><mirrorOf>*</mirrorOf><url>https://m.example/</url></mirror></mirrors></settings>',
    readMavenSettings,
  ),
  target(
    'pyproject wishes',
    '[project]\ndependencies = ["a>=1; os_name == \'nt\'"]\n[tool.poetry.dependencies]\npython = "^3.10"\nb = [{version = "1", markers = "x"}]\n[tool.poetry.group.dev.dependencies]\nc = "*"\n',
    readProjectWishes,
  ),
  target('lockfile requirement', 'Name[a,b] (>=1.0,<2) ; python_version < "3.9"', parseRequirement),
];

function target(name: string, seed: string, read: (text: string) => unknown): FuzzTarget {
  return {
    name,
    seeds: () => [new TextEncoder().encode(seed)],
    run: (input) => void read(new TextDecoder().decode(input)),
  };
}

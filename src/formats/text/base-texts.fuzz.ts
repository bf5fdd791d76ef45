import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { parseApkRepositories } from './apk-repositories.ts';
import { parseGemStub } from './gemspec-stub.ts';
import { parseOsRelease } from './os-release.ts';
import { parseGroup, parsePasswd } from './passwd.ts';
import { parsePythonMetadata } from './python-metadata.ts';
import { parsePythonRecord } from './python-record.ts';
import { parseShells } from './shells.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  target('os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME=\'Debian "12"\' # x\nA=a\\ b\n', parseOsRelease),
  target('passwd', 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:\n', parsePasswd),
  target('group', 'root:x:0:root,daemon\n', parseGroup),
  target(
    'apk-repositories',
    '@testing https://dl.example/alpine/edge/testing\nhttp://x.example/alpine/v3.20/main/\n',
    parseApkRepositories,
  ),
  target('shells', '/bin/sh # x\n/bin/ash\n', parseShells),
  target('python-metadata', 'Wheel-Version: 1.0\nTag: cp311-cp311-linux_x86_64\nLicense: a\n b\n\nbody', parsePythonMetadata),
  target('python-record', 'a/b.so,sha256=x,1\n"c,""d"".so",,\n', parsePythonRecord),
  target('gemspec-stub', '# stub: bcrypt 3.1.20 ruby lib\0ext\n# stub: ext/mri/extconf.rb\n', parseGemStub),
];

function target(name: string, seed: string, parse: (text: string) => unknown): FuzzTarget {
  return { name, seeds: () => [new TextEncoder().encode(seed)], run: (input) => void parse(new TextDecoder().decode(input)) };
}

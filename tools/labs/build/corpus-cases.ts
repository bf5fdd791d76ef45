import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildCase } from './cases.ts';

/** Public Dockerfiles of the corpus that need nothing but package registries, each with a stub in the place of its source. */
export function corpusCases(corpus: string): readonly BuildCase[] {
  const text = (path: string): string => readFileSync(join(corpus, path), 'utf8');
  return stubs.map(({ path, ...stub }) => ({ ...stub, name: path, dockerfile: text(path) }));
}

interface Stub extends Omit<BuildCase, 'name' | 'dockerfile'> {
  readonly path: string;
}

const mainGo =
  'package main\n\nimport (\n\t"fmt"\n\t"net"\n\t"os"\n)\n\nfunc main() {\n\tif len(os.Args) > 9 {\n\t\tnet.LookupHost("x")\n\t}\n\tfmt.Println("stub runs")\n}\n';
const goModule = 'module stub\n\ngo 1.19\n';
/** go-ethereum's own build program, reduced to what the Dockerfile asks of it. */
const ci =
  '//go:build none\n\npackage main\n\nimport (\n\t"os"\n\t"os/exec"\n)\n\nfunc main() {\n\tfor _, name := range []string{"geth", "abigen"} {\n\t\tcmd := exec.Command("go", "build", "-o", "build/bin/"+name, "./cmd/geth")\n' +
  '\t\tcmd.Stderr = os.Stderr\n\t\tif err := cmd.Run(); err != nil {\n\t\t\tos.Exit(1)\n\t\t}\n\t}\n}\n';
const geth = { 'go.mod': goModule, 'go.sum': '', 'build/ci.go': ci, 'cmd/geth/main.go': mainGo };

const stubs: readonly Stub[] = [
  {
    path: 'dockerfiles/ds2bq.Dockerfile',
    ci: true,
    context: { ds2bq: '#!/bin/sh\necho "ds2bq $*"\n' },
    executable: ['ds2bq'],
    run: ['/ds2bq', '--version'],
    prints: /^ds2bq --version\n$/,
  },
  {
    path: 'dockerfiles/kavita.Dockerfile',
    context: {
      '_output/kavita.tar.gz': 'stub',
      'UI/Web/dist/browser/index.html': 'stub',
      'copy_runtime.sh': '#!/bin/sh\nmkdir /Kavita && echo "#!/bin/sh\necho Kavita" > /Kavita/Kavita\n',
      'API/config/appsettings.json': '{}',
      'entrypoint.sh': '#!/bin/bash\n/kavita/Kavita && curl --version\n',
    },
    executable: ['copy_runtime.sh'],
    run: ['/bin/bash', '/entrypoint.sh'],
    prints: /^Kavita\ncurl /,
  },
  {
    path: 'dockerfiles/loggingapi.Dockerfile',
    context: { 'go.mod': goModule, 'main.go': mainGo },
    run: ['/app/main'],
    prints: /^stub runs\n$/,
  },
  {
    path: 'dockerfiles/python-helloworld.Dockerfile',
    context: { 'requirements.txt': 'requests\n', 'hello.py': 'import cryptography, requests\nprint("hello", cryptography.__version__)\n' },
    run: ['python3', 'hello.py'],
    prints: /^hello \d+/,
  },
  { path: 'projects/go-ethereum/Dockerfile', context: geth, run: ['geth', '--version'], prints: /^stub runs\n$/ },
  { path: 'projects/go-ethereum/Dockerfile.alltools', context: geth, run: ['geth', '--version'], prints: /^stub runs\n$/ },
  {
    path: 'projects/genshin-checkin/Dockerfile',
    context: {
      'main.py': 'import sys\nprint("main", sys.version)\n',
      'pylock.toml': 'lock-version = "1.0"\ncreated-by = "stub"\npackages = []\n',
    },
    run: ['/usr/bin/tini', '--', 'python', 'main.py'],
    prints: /^main 3\./,
  },
  {
    path: 'projects/zigbee2mqtt/Dockerfile',
    context: {
      'package.json': '{"name":"stub","version":"1.0.0","packageManager":"pnpm@10.15.0","dependencies":{"ms":"2.1.3"}}',
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\nsettings:\n  autoInstallPeers: true\n  excludeLinksFromLockfile: false\nimporters:\n  .:\n    dependencies:\n      ms:\n        specifier: 2.1.3\n        version: 2.1.3\n" +
        'packages:\n  ms@2.1.3:\n    resolution: {integrity: sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA==}\nsnapshots:\n  ms@2.1.3: {}\n',
      'dist/x': '',
      LICENSE: '',
      'index.js': 'require("ms"); console.log("index", process.version)\n',
      'data/configuration.example.yaml': '',
      'docker/docker-entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
    },
    run: ['docker-entrypoint.sh', '/usr/bin/tini', '--', 'node', 'index.js'],
    prints: /^index v\d+/,
  },
];

/** What only building shows to be out of reach: the command that fails, by the Dockerfile's path. */
export const failedCommands: Readonly<Record<string, { readonly command: RegExp; readonly why: string } | undefined>> = Object.fromEntries(
  [
    ['currency', '4.0.0'],
    ['payment', '5.0.0'],
  ].map(([name = '', version = '']) => [
    `projects/ob-${name}service/Dockerfile`,
    {
      command: /^npm install/,
      why: `a download: pprof ${version} of the lock compiles, and node-gyp fetches Node's headers from nodejs.org`,
    },
  ]),
);

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDockerfile } from '../../formats/text/dockerfile/parse-dockerfile.ts';
import { positions } from '../../formats/text/dockerfile/position.ts';
import { readBuild } from '../stages/read-build.ts';
import type { PackageAction } from './package-action.ts';
import { archiveHints } from './downloads.ts';
import { shellFacts } from './shell-facts.ts';
import type { ShellFacts } from './shell-facts.ts';

describe('packages', () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ['apk --update add --no-cache gcc build-base', 'apk install gcc build-base'],
    ['apk add --virtual .build-deps "gcc>4" musl-dev=1.2-r0 foo@edge', 'apk install gcc>4 musl-dev=1.2-r0 foo@edge (.build-deps)'],
    ['apk del .build-deps', 'apk remove .build-deps'],
    ['apk add -t .d -X https://r.example/main --repository=x curl', 'apk install curl (.d)'],
    [
      'apt-get update && apt-get install -y --no-install-recommends -t bookworm-backports -o Dpkg::Use-Pty=0 curl=7.* libc6:arm64 && rm -rf /var/lib/apt/lists/*',
      'apt refresh',
      'apt install curl=7.* libc6:arm64',
    ],
    [
      'sudo DEBIAN_FRONTEND=noninteractive /usr/bin/apt-get -qq install ./x.deb https://e.example/y.deb',
      'apt install file:./x.deb url:https://e.example/y.deb',
    ],
    ['apt-get purge -y --auto-remove gcc', 'apt remove gcc'],
    ['dpkg -i a.deb', 'dpkg install file:a.deb'],
    ['dnf install -y --setopt=install_weak_deps=0 python3.11 && microdnf clean all', 'dnf install python3.11', 'dnf clean'],
    ['yum -y groupinstall "Development Tools"; tdnf install -y tar', 'dnf group-install Development Tools', 'dnf install tar'],
    ['zypper --non-interactive in -y gcc', 'zypper install gcc'],
    ['pacman -Syu --noconfirm base-devel && pacman -Scc', 'pacman install base-devel', 'pacman clean'],
    ['rpm -q glibc; rpm -ivh https://e.example/a.rpm', 'rpm install url:https://e.example/a.rpm'],
    ['pip install --no-cache-dir numpy', 'pip install numpy'],
    [
      "pip3 install --index-url https://i.example/simple 'numpy>=1,<2' uvicorn[standard]==0.1 -e .",
      'pip install numpy>=1,<2 uvicorn==0.1 file:.',
    ],
    ['python3 -m pip install -U pip -r requirements.txt -c c.txt --require-hashes', 'pip install pip < requirements.txt locked'],
    ['pip install .', 'pip install file:. project'],
    ['uv sync --frozen --no-dev && uv pip install --system torch', 'uv install project locked', 'uv install torch'],
    ['poetry install --only main', 'poetry install project locked'],
    ['pipenv install --system --deploy', 'pipenv install project locked'],
    ['conda env create -f environment.yml', 'conda install < environment.yml'],
    ['npm ci --omit=dev && npm i -g pnpm@9 @scope/x@^1', 'npm install project locked', 'npm install pnpm@9 @scope/x@^1'],
    ['npm install && npm run build', 'npm install project'],
    ['yarn --frozen-lockfile && yarn add left-pad && yarn build', 'yarn install project locked', 'yarn install left-pad project'],
    ['pnpm i --frozen-lockfile; bun install --production', 'pnpm install project locked', 'bun install project'],
    ['gem install bundler -v 2.4 && bundle install --jobs 4', 'gem install bundler2.4', 'bundler install project'],
    ['cargo install --locked ripgrep@14 && cargo fetch', 'cargo install ripgrep@14 locked', 'cargo install project'],
    [
      'go mod download && go install github.com/a/b@latest && go install ./cmd/x',
      'go install project locked',
      'go install github.com/a/b@latest',
      'go install project',
    ],
    ['composer install --no-dev; composer global require a/b:^1', 'composer install project locked', 'composer install a/b:^1'],
    ['pecl install redis-5.3 && docker-php-ext-install -j4 gd intl', 'pecl install redis-5.3', 'pecl install gd intl'],
    ['dotnet restore -r linux-musl-x64 --locked-mode', 'dotnet install project locked'],
    ['mix do deps.get --only prod, deps.compile', 'mix install project'],
    ['PKGS="a b" && apk add $PKGS "$UNKNOWN"', 'apk install a b $UNKNOWN?'],
    ['export P=x; for i in 1 2; do apk add $P$i; done', 'apk install x1', 'apk install x2'],
    ['for i in $(list) b; do apk add $i; done; for i in a b; do apk add c; done', 'apk install $i?', 'apk install c'],
    ['sh -c "apk add curl && apk add \'wget\'"', 'apk install curl', 'apk install wget'],
    ['echo "apk add nothing"; apk info'],
  ];
  for (const [script, ...expected] of cases) {
    it(script, () => assert.deepEqual(facts(script).packages.map(shown), expected));
  }
});

describe('users', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['addgroup -S -g 1000 app', 'group busybox app id=1000 system'],
    ['adduser -DHu 1000 -G app app', 'user busybox app id=1000 group=app'],
    ['adduser --disabled-password --gecos "" --uid 5 --ingroup g --home /h u', 'user debian u id=5 group=g home=/h'],
    ['useradd -ms /bin/bash app', 'user shadow app shell=/bin/bash'],
    [
      'useradd -r -u 1000 -g grp -G sudo,docker -d /srv -s /sbin/nologin app',
      'user shadow app id=1000 group=grp home=/srv shell=/sbin/nologin system groups=sudo,docker',
    ],
    ['groupadd --gid "$GID_UNKNOWN" g', 'group shadow g id=$GID_UNKNOWN'],
    ['adduser www-data docker', 'user unknown www-data adds=docker'],
  ];
  for (const [script, expected] of cases) {
    it(script, () => {
      const [user] = facts(script).users;
      assert.ok(user !== undefined);
      const parts = (['id', 'group', 'home', 'shell'] as const).flatMap((key) => (user[key] === undefined ? [] : [`${key}=${user[key]}`]));
      const adds = user.addsToGroup === undefined ? [] : [`adds=${user.addsToGroup}`];
      const words = [
        user.kind,
        user.dialect,
        user.name,
        ...parts,
        ...(user.system ? ['system'] : []),
        ...(user.groups.length > 0 ? [`groups=${user.groups.join(',')}`] : []),
        ...adds,
      ];
      assert.equal(words.join(' '), expected);
    });
  }
});

describe('builds and downloads', () => {
  it('reads go builds with their environment', () => {
    const { builds } = facts(
      'export GOOS=linux; CGO_ENABLED=0 go build -trimpath -tags netgo,osusergo -ldflags "-s -w -extldflags=-static" -o /out/app ./cmd && go build ./x',
    );
    const [first, second] = builds;
    assert.deepEqual(
      [first?.tool, first?.cgo, first?.tags, first?.asksStatic, first?.output, first?.target],
      ['go', false, ['netgo', 'osusergo'], true, '/out/app', 'linux/'],
    );
    assert.deepEqual([second?.cgo, second?.target], [undefined, 'linux/']);
  });

  it('reads cargo, npm, make, dotnet and compilers', () => {
    const { builds } = facts(
      'cargo build --release --target=x86_64-unknown-linux-musl; npm run build; yarn build; make -j4 PREFIX=/usr install; gcc -static -o a a.c; dotnet publish -c Release -r linux-x64 --self-contained true -o /app; ./configure --prefix=/opt',
    );
    assert.deepEqual(
      builds.map(({ tool, verb, target }) => [tool, verb, target]),
      [
        ['cargo', 'build', 'x86_64-unknown-linux-musl'],
        ['npm', 'build', undefined],
        ['yarn', 'build', undefined],
        ['make', 'install', undefined],
        ['cc', 'compile', undefined],
        ['dotnet', 'publish', 'linux-x64'],
        ['configure', '', undefined],
      ],
    );
    assert.deepEqual(builds.map(({ asksStatic, output, selfContained }) => [asksStatic, output, selfContained]).slice(4, 6), [
      [true, 'a', undefined],
      [false, '/app', true],
    ]);
  });

  it('sees URLs, what they are piped to, and what their names say', () => {
    const { downloads } = facts(
      'V=1.2; curl -fsSL https://e.example/v$V/x-linux-x64-musl.tar.gz | tar xz -C /; wget -O /tmp/y https://e.example/y; git clone https://g.example/r.git /src; curl "$(get_url)"',
    );
    assert.deepEqual(
      downloads.map(({ url, to, pipedTo }) => [url.text, to, pipedTo]),
      [
        ['https://e.example/v1.2/x-linux-x64-musl.tar.gz', undefined, ['tar']],
        ['https://e.example/y', '/tmp/y', []],
        ['https://g.example/r.git', '/src', []],
      ],
    );
    assert.deepEqual(archiveHints('https://e.example/v1/x-linux-x64-musl.tar.gz'), { linux: true, architecture: 'x64', libc: 'musl' });
    assert.deepEqual(archiveHints('https://e.example/app_x86_64-unknown-linux-gnu.zip?x'), {
      linux: true,
      architecture: 'x86_64',
      libc: 'glibc',
    });
    assert.deepEqual(archiveHints('https://e.example/sources.tar.gz'), { linux: false });
  });

  it('takes exec form and ldconfig', () => {
    assert.deepEqual(runFacts('RUN ["apk", "add", "curl"]').packages.map(shown), ['apk install curl']);
    assert.deepEqual(facts('echo /opt/lib > /etc/ld.so.conf.d/x.conf && ldconfig -v').ldconfig.length, 1);
    assert.equal(runFacts('SHELL ["powershell"]\nRUN x').opaque, true);
  });
});

describe('places', () => {
  it('lands every word on its line and column', () => {
    const text = [
      'FROM a',
      'RUN apk add \\',
      '    # why',
      '      gcc\\',
      '',
      '  make && \\',
      "  sh -c 'apk add   curl' && \"p\\",
      'ip" install  six',
      'RUN <<EOF',
      '  apk add jq',
      'EOF',
      'RUN bash -e <<-END && true',
      '\tapk add yq ;',
      '\tEND',
      '',
    ].join('\r\n');
    const at = positions(text);
    const found =
      readBuild(parseDockerfile(text)).stages[0]?.steps.flatMap((step) => (step.kind === 'run' ? shellFacts(step).packages : [])) ?? [];
    for (const { word } of found.flatMap(({ packages }) => packages)) assert.equal(text.slice(word.start, word.end), word.text);
    const places = found.flatMap(({ packages }) =>
      packages.map(({ name, word }) => `${name} ${at(word.start).line}:${at(word.start).column}`),
    );
    assert.deepEqual(places, ['gcc 4:7', 'make 6:3', 'curl 7:20', 'six 8:14', 'jq\r 10:11', 'yq 13:10']);
  });
});

function facts(script: string): ShellFacts {
  return runFacts(`RUN ${script}`);
}

function runFacts(instructions: string): ShellFacts {
  const step = readBuild(parseDockerfile(`FROM a\n${instructions}\n`)).stages[0]?.steps.at(-1);
  assert.ok(step?.kind === 'run');
  return shellFacts(step);
}

function shown({ manager, action, packages, files, fromProject, locked, group }: PackageAction): string {
  const names = packages.map(
    ({ name, constraint = '', kind, word }) => `${kind === 'name' ? '' : `${kind}:`}${name}${constraint}${word.known ? '' : '?'}`,
  );
  const rest = [
    ...(files.length > 0 ? [`< ${files.map(({ text }) => text).join(' ')}`] : []),
    ...(fromProject ? ['project'] : []),
    ...(locked ? ['locked'] : []),
    ...(group === undefined ? [] : [`(${group})`]),
  ];
  return [manager, action, ...names, ...rest].join(' ');
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BasewiseError } from '../errors.ts';
import type { Finding, Target } from '../report/report.ts';
import { judgeDockerfile } from './judge-dockerfile.ts';
import type { Judged } from './judge-dockerfile.ts';

interface Extra {
  readonly files?: Readonly<Record<string, string>>;
  readonly on?: readonly string[];
  readonly stage?: string;
}

function judge(text: string, { files = {}, on = [], stage }: Extra = {}): Judged {
  return judgeDockerfile({
    name: 'Dockerfile',
    bytes: new TextEncoder().encode(text),
    folder: { prefix: '', read: (path) => files[path] ?? null },
    on,
    options: stage === undefined ? {} : { target: stage },
    today: '2026-11-24',
  });
}

function own(text: string, extra: Extra = {}): Target {
  const target = judge(text, extra).units[0]?.targets[0];
  assert.ok(target !== undefined);
  return target;
}

function copies(text: string, extra: Extra = {}): readonly string[] {
  return own(text, extra)
    .findings.filter(({ rule, severity }) => rule === 'cross-libc-copy' && severity !== 'note')
    .map(({ certainty, where }) => `${lineOf(where)} ${certainty}`);
}

function lineOf(where: Finding['where']): number {
  const [first] = where;
  return first !== undefined && 'line' in first ? first.line : 0;
}

function rules(text: string, extra: Extra = {}): readonly string[] {
  return own(text, extra)
    .findings.filter(({ severity }) => severity !== 'note')
    .map(({ rule }) => rule);
}

test('what is linked against the builder and copied to the other C library', () => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['cargo', 'FROM rust:1.80\nRUN cargo build --release', 'COPY --from=0 /target/release/app /app', ['4 likely']],
    [
      'cargo for musl',
      'FROM rust:1.80\nRUN cargo build --target x86_64-unknown-linux-musl',
      'COPY --from=0 /target/x86_64-unknown-linux-musl/release/app /app',
      [],
    ],
    ['go', 'FROM golang:1.25\nWORKDIR /src\nRUN go build -o /bin/app .', 'COPY --from=0 /bin/app /app', ['5 possible']],
    [
      'go, by a name that is static elsewhere',
      'FROM golang:1.25\nRUN go build -o /bin/my_exporter .',
      'COPY --from=0 /bin/my_exporter /',
      ['4 possible'],
    ],
    ['go without cgo', 'FROM golang:1.25\nRUN CGO_ENABLED=0 go build -o /bin/app .', 'COPY --from=0 /bin/app /app', []],
    ['go, ENV', 'FROM golang:1.25\nENV CGO_ENABLED=0\nRUN go build -o /bin/app .', 'COPY --from=0 /bin/app /app', []],
    ['node', 'FROM node:22\nWORKDIR /app\nRUN npm ci', 'COPY --from=0 /app/node_modules /app/node_modules', ['5 possible']],
    ['web output', 'FROM node:22\nWORKDIR /app\nRUN npm ci && npm run build', 'COPY --from=0 /app/dist /usr/share/nginx/html', []],
    ['venv', 'FROM python:3.12\nRUN python -m venv /venv && /venv/bin/pip install numpy', 'COPY --from=0 /venv /venv', ['4 possible']],
    ['jar', 'FROM maven:3-eclipse-temurin-21\nWORKDIR /b\nRUN mvn package', 'COPY --from=0 /b/target/app.jar /app.jar', []],
    ['jlink', 'FROM eclipse-temurin:21\nRUN jlink --add-modules java.base --output /jre', 'COPY --from=0 /jre /jre', ['4 likely']],
    ['release', 'FROM elixir:1.17\nWORKDIR /a\nRUN mix release', 'COPY --from=0 /a/_build/prod/rel/app /app', ['5 likely']],
    ['dotnet, portable', 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet publish -o /out', 'COPY --from=0 /out /app', []],
    [
      'dotnet, glibc',
      'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet publish -r linux-x64 --self-contained -o /out',
      'COPY --from=0 /out /app',
      ['4 likely'],
    ],
    [
      'dotnet, musl',
      'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet publish -r linux-musl-x64 --self-contained -o /out',
      'COPY --from=0 /out /app',
      [],
    ],
    [
      'moved',
      'FROM rust:1.80\nRUN cargo build --release && mv target/release/app /usr/bin/app',
      'COPY --from=0 /usr/bin/app /app',
      ['4 likely'],
    ],
    ['removed', 'FROM node:22\nWORKDIR /app\nRUN npm ci && npm run build && rm -rf node_modules', 'COPY --from=0 /app /app', []],
    [
      'gnu download',
      'FROM debian:12\nRUN curl -LO https://x.example/t-linux-gnu-x86_64.tar.gz && tar xf t.tar.gz -C /opt/t',
      'COPY --from=0 /opt/t /opt/t',
      ['4 likely'],
    ],
    [
      'musl download',
      'FROM debian:12\nRUN curl -LO https://x.example/t-x86_64-unknown-linux-musl.tar.gz && tar xf t.tar.gz -C /opt/t',
      'COPY --from=0 /opt/t /opt/t',
      [],
    ],
    ['image runtime', 'FROM node:22 AS b', 'COPY --from=b /usr/local/bin/node /usr/local/bin/node', ['3 likely']],
    ['static tool of an image', 'FROM hashicorp/terraform:1.9 AS b', 'COPY --from=b /bin/terraform /bin/terraform', []],
  ];
  for (const [name, builder, copy, expected] of cases) {
    const found = copies(`${builder}\nFROM alpine:3.20\n${copy}\nCMD ["/app"]\n`);
    assert.deepEqual(found, expected, name);
  }
});

test('the other direction: built on musl, run on glibc; and on one family nothing', () => {
  assert.deepEqual(copies('FROM node:22-alpine\nWORKDIR /app\nRUN npm ci\nFROM node:22-slim\nCOPY --from=0 /app /app\n'), ['5 possible']);
  assert.deepEqual(copies('FROM node:22-alpine\nWORKDIR /app\nRUN npm ci\nFROM node:20-alpine\nCOPY --from=0 /app /app\n'), []);
});

test('a lockfile without native packages takes the finding away, one with them makes it sure', () => {
  const text =
    'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nFROM node:22-alpine\nCOPY --from=0 /app/node_modules /app/node_modules\n';
  const lock = (packages: object): string =>
    JSON.stringify({
      name: 'a',
      lockfileVersion: 3,
      packages: {
        '': { name: 'a', dependencies: Object.fromEntries(Object.keys(packages).map((key) => [key.slice(13), '*'])) },
        ...packages,
      },
    });
  const sharp = {
    'node_modules/lightningcss': {
      version: '1.30.0',
      optionalDependencies: { 'lightningcss-linux-x64-gnu': '1.30.0', 'lightningcss-linux-x64-musl': '1.30.0' },
    },
    'node_modules/lightningcss-linux-x64-gnu': { version: '1.30.0', cpu: ['x64'], os: ['linux'], libc: ['glibc'], optional: true },
    'node_modules/lightningcss-linux-x64-musl': { version: '1.30.0', cpu: ['x64'], os: ['linux'], libc: ['musl'], optional: true },
  };
  assert.deepEqual(copies(text, { files: { 'package-lock.json': lock({ 'node_modules/ms': { version: '2.1.3' } }) } }), []);
  assert.deepEqual(copies(text, { files: { 'package-lock.json': lock(sharp) } }), ['6 likely']);
});

test('--on judges the same stage on another base', () => {
  const text = 'FROM rust:1.80\nRUN cargo build --release\nFROM debian:12-slim\nCOPY --from=0 /target/release/app /app\nCMD ["/app"]\n';
  const targets = judge(text, { on: ['alpine:3.20', 'debian:13-slim'] }).units[0]?.targets ?? [];
  assert.deepEqual(
    targets.map(({ name, move, verdict }) => [name, move, verdict]),
    [
      ['own', 'own', 'runs'],
      ['alpine:3.20', 'rebuild', 'breaks'],
      ['debian:13-slim', 'rebuild', 'runs'],
    ],
  );
  assert.throws(
    () => judge(text, { on: ['nobody/knows:1'] }),
    (error) => error instanceof BasewiseError && error.code === 'unknown-base',
  );
});

test('the base of the report: null on scratch and where nobody knows, with the reason', () => {
  assert.equal(judge('FROM scratch\nCOPY a /a\nCMD ["/a"]\n').units[0]?.base, null);
  const unknown = judge('FROM nobody/knows:1\n');
  assert.equal(unknown.units[0]?.base, null);
  assert.equal(unknown.unknown.length, 1);
  assert.equal(unknown.units[0]?.targets[0]?.verdict, 'unknown');
  assert.equal(judge('FROM alpine:3.20 AS a\nFROM debian:12\n', { stage: 'a' }).units[0]?.base?.distribution, 'alpine');
  assert.throws(
    () => judge('FROM alpine\n', { stage: 'no' }),
    (error) => error instanceof BasewiseError && error.code === 'no-such-stage',
  );
});

test('a template and a Windows Dockerfile give no unit and the reason', () => {
  for (const text of ['FROM {{ base }}\nRUN x\n', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN x\n']) {
    const { units, unknown } = judge(text);
    assert.deepEqual([units.length, unknown.length], [0, 1]);
  }
});

test('further rules, each with a case that must stay silent', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['apt-get on Alpine', 'FROM alpine:3.20\nRUN apt-get update\n', ['wrong-tool']],
    ['gcc on Alpine', 'FROM alpine:3.20\nRUN gcc -o /a a.c\n', ['wrong-tool']],
    ['gcc installed', 'FROM alpine:3.20\nRUN apk add build-base && gcc -o /a a.c\n', []],
    ['cgo without gcc', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=1\nRUN go build -o /a .\n', ['compile-without-toolchain']],
    ['cgo with gcc', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=1\nRUN apk add gcc musl-dev && go build -o /a .\n', []],
    [
      'cgo on scratch',
      'FROM golang:1.25\nENV CGO_ENABLED=1\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\nCMD ["/a"]\n',
      ['cross-libc-copy'],
    ],
    ['no cgo on scratch', 'FROM golang:1.25\nENV CGO_ENABLED=0\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\nCMD ["/a"]\n', []],
    [
      'newer builder',
      'FROM rust:1-trixie\nRUN cargo build --release\nFROM debian:bullseye-slim\nCOPY --from=0 /target/release/a /a\n',
      ['newer-glibc-builder'],
    ],
    ['older builder', 'FROM rust:1-bullseye\nRUN cargo build --release\nFROM debian:trixie-slim\nCOPY --from=0 /target/release/a /a\n', []],
    [
      'no runtime',
      'FROM node:22 AS b\nRUN npm run build\nFROM alpine:3.20\nCOPY --from=b /dist /dist\nCMD ["node", "/dist/a.js"]\n',
      ['absent-runtime'],
    ],
    ['runtime installed', 'FROM alpine:3.20\nRUN apk add nodejs\nCMD ["node", "a.js"]\n', []],
    ['shell form on distroless', 'FROM gcr.io/distroless/base-debian12\nCMD /app\n', ['missing-shell']],
    ['exec form on distroless', 'FROM gcr.io/distroless/base-debian12\nCMD ["/app"]\n', []],
    ['grep -P', "FROM alpine:3.20\nRUN grep -P '\\d' /etc/passwd\n", ['busybox-flags']],
    ['grep -P with grep', "FROM alpine:3.20\nRUN apk add grep && grep -P '\\d' /etc/passwd\n", []],
    ['no user', 'FROM alpine:3.20\nUSER app\n', ['missing-user']],
    ['user', 'FROM alpine:3.20\nRUN adduser -D app\nUSER app\n', []],
    ['adduser -D on Debian', 'FROM debian:12\nRUN adduser -D app\n', ['missing-user']],
    ['torch on musl', 'FROM python:3.12-alpine\nRUN pip install torch\n', ['install-without-lock']],
    ['torch on glibc', 'FROM python:3.12-slim\nRUN pip install torch\n', []],
    ['psycopg2 without tools', 'FROM python:3.12-alpine\nRUN pip install psycopg2\n', ['install-without-lock']],
    [
      'Oracle on Alpine',
      'FROM alpine:3.20\nRUN wget https://download.oracle.com/otn_software/linux/instantclient/instantclient-basiclite-linuxx64.zip\n',
      ['glibc-only-vendor'],
    ],
    ['zone without data', 'FROM alpine:3.20\nENV TZ=Europe/Berlin\n', ['locale-expectations']],
    ['zone with data', 'FROM alpine:3.20\nRUN apk add tzdata\nENV TZ=Europe/Berlin\n', []],
    ['locale on slim', 'FROM debian:12-slim\nENV LANG=de_DE.UTF-8\n', ['locale-expectations']],
    [
      'invariant switched off',
      'FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false\n',
      ['icu-invariant'],
    ],
    ['preload of Debian', 'FROM alpine:3.20\nENV LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2\n', ['ignored-loader-settings']],
  ];
  for (const [name, text, expected] of cases) assert.deepEqual(rules(text), expected, name);
});

test('a requirements file without hashes names releases and no files: the table says what it can', () => {
  const text = 'FROM python:3.12-alpine\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n';
  assert.deepEqual(rules(text, { files: { 'requirements.txt': 'flask\ntorch==2.5.0\n' } }), ['install-without-lock', 'undecided']);
  assert.deepEqual(rules(text, { files: { 'requirements.txt': 'flask==3.0\n' } }), ['undecided']);
  assert.equal(own(text, { files: { 'requirements.txt': 'flask==3.0\n' } }).verdict, 'unknown');
  assert.deepEqual(rules(text.replace('-alpine', ''), { files: { 'requirements.txt': 'flask==3.0\n' } }), []);
});

test('a runtime that its vendor builds for all distributions asks for its own floor of glibc, whatever its image stands on', () => {
  const copied = (builder: string, path: string, base: string): readonly string[] =>
    rules(`FROM ${builder}\nFROM ${base}\nCOPY --from=0 ${path} ${path}\nCMD ["sh"]`).filter((rule) => rule === 'newer-glibc-builder');
  assert.deepEqual(copied('eclipse-temurin:21', '/opt/java/openjdk', 'debian:bullseye-slim'), []);
  assert.deepEqual(copied('node:24-trixie', '/usr/local/bin/node', 'debian:bookworm-slim'), []);
  assert.deepEqual(copied('node:24-trixie', '/usr/local/bin/node', 'centos:7'), ['newer-glibc-builder']);
  assert.deepEqual(copied('python:3.13-trixie', '/usr/local', 'debian:bookworm-slim'), ['newer-glibc-builder']);
});

test('users that a package makes, and those that none makes', () => {
  const users = (run: string, user: string, base = 'debian:bookworm-slim'): readonly string[] =>
    rules(`FROM ${base}\nRUN ${run}\nUSER ${user}\nCMD ["sh"]`).filter((rule) => rule === 'missing-user');
  assert.deepEqual(users('apt-get install -y tor', 'debian-tor'), []);
  assert.deepEqual(users('apt-get install -y dbus', 'messagebus'), []);
  assert.deepEqual(users('apt-get install -y /tmp/kong.deb', 'kong'), []);
  assert.deepEqual(users('apt-get install -y curl ca-certificates', 'app'), ['missing-user']);
  assert.deepEqual(users('apk add curl', 'app', 'alpine:3.20'), ['missing-user']);
});

test('busybox of a distroless debug image has its own adduser', () => {
  assert.deepEqual(rules('FROM gcr.io/distroless/static:debug\nSHELL ["/busybox/sh", "-c"]\nRUN adduser -S app'), []);
});

test('packages written in a language bring its runtime', () => {
  const started = (packages: string): readonly string[] =>
    rules(`FROM alpine:3.20\nRUN apk add ${packages}\nCMD ["python3", "/app.py"]`).filter((rule) => rule === 'absent-runtime');
  assert.deepEqual(started('py3-pip'), []);
  assert.deepEqual(started('ansible'), []);
  assert.deepEqual(started('curl'), ['absent-runtime']);
});

test('a static program that a command of the stage writes is no program of its image', () => {
  const text = (build: string): string =>
    `FROM golang:alpine AS b\nRUN apk add git gcc\nRUN ${build}\nFROM scratch\nCOPY --from=b /usr/bin/fleet /usr/bin/fleet\nENTRYPOINT ["fleet"]`;
  assert.deepEqual(copies(text('CGO_ENABLED=0 go build -o /usr/bin/fleet ./cmd')), []);
  assert.deepEqual(copies(text('go build -o /usr/bin/fleet ./cmd')), ['5 possible']);
});

test('a lock is judged on the Python that the stage has: its image, its distribution, or an assumed one that proves nothing', () => {
  const wheel = 't @ https://files.example/t-1.0-cp311-cp311-manylinux_2_28_x86_64.whl\n';
  const install = (from: string): readonly string[] =>
    own(`FROM ${from}\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["sh"]`, { files: { 'requirements.txt': wheel } })
      .findings.filter(({ rule }) => rule === 'package-unavailable')
      .map(({ severity, certainty }) => `${severity} ${certainty}`);
  assert.deepEqual(install('python:3.11-slim-bookworm'), []);
  assert.deepEqual(install('python:3.13-slim-bookworm'), ['error likely']);
  assert.deepEqual(install('debian:12\nRUN apt-get install -y python3-pip'), []);
  assert.deepEqual(install('debian:13\nRUN apt-get install -y python3-pip'), ['error likely']);
  assert.deepEqual(install('debian:13\nRUN apt-get install -y python3.11'), []);
  assert.deepEqual(install('debian:sid\nRUN apt-get install -y python3-pip'), ['warning possible']);
});

test('what docker build refuses breaks, once; a template and another frontend are not judged by it', () => {
  const refused = (text: string): readonly string[] =>
    own(text)
      .findings.filter(({ rule }) => rule === 'refused-file')
      .map(({ where, message }) => `${lineOf(where)} ${message}`);
  assert.deepEqual(refused('FROM alpine:3.22\nRUN a \\\n  && b\nesac\n~ x\n'), [
    '4 `docker build` stops before its first step: unknown instruction: ESAC. 1 more place is refused.',
  ]);
  assert.deepEqual(refused('# syntax=corp/frontend:1\nFROM alpine:3.22\nUSE x\n'), []);
  assert.deepEqual(refused('# syntax=docker/dockerfile:1\nFROM alpine:3.22\nRUN true\n'), []);
});

test('a stage whose packages a variable names is not said to lack a compiler', () => {
  const text = (packages: string): string =>
    `FROM python:3.12-alpine\nCOPY uv.lock .\nRUN deps=$(cat list); apk add ${packages}; uv sync --frozen\nCMD ["sh"]`;
  const lock =
    'version = 1\n\n[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [{ name = "p" }]\n\n[[package]]\nname = "p"\nversion = "1"\nsdist = { url = "https://x.example/p-1.tar.gz" }\nwheels = [{ url = "https://x.example/p-1-cp312-cp312-manylinux_2_17_x86_64.whl" }]\n';
  const severity = (packages: string): string | undefined =>
    own(text(packages), { files: { 'uv.lock': lock } }).findings.find(({ rule }) => rule === 'package-compiles')?.severity;
  assert.deepEqual([severity('curl'), severity('$deps')], ['error', 'note']);
});

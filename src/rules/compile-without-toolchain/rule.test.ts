import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const rule = 'compile-without-toolchain';

describe('cgo', () => {
  const go = (from: string, before = 'true'): string => `FROM ${from}\nENV CGO_ENABLED=1\nRUN ${before}\nRUN go build -o /app .\n`;
  stageCases(rule, [
    ['Alpine without a compiler', go('golang:1.25-alpine'), ['4 error likely']],
    ['Alpine with a compiler and no headers', go('golang:1.25-alpine', 'apk add gcc'), ['4 error likely']],
    ['Alpine with both', go('golang:1.25-alpine', 'apk add gcc musl-dev'), []],
    ['Alpine with build-base', go('golang:1.25-alpine', 'apk add build-base'), []],
    [
      'a virtual package that is removed too early',
      go('golang:1.25-alpine', 'apk add --virtual .d build-base && apk del .d'),
      ['4 error likely'],
    ],
    ['a virtual package that is there', go('golang:1.25-alpine', 'apk add --virtual .d build-base'), []],
    ['Debian, whose Go image has a compiler', go('golang:1.25'), []],
    [
      'Debian slim with its own Go, without what that recommends',
      'FROM debian:12-slim\nENV CGO_ENABLED=1\nRUN apt-get install -y --no-install-recommends golang-go\nRUN go build -o /app .\n',
      ['4 error likely'],
    ],
    ['and with it', 'FROM debian:12-slim\nENV CGO_ENABLED=1\nRUN apt-get install -y golang-go\nRUN go build -o /app .\n', []],
    ['without cgo', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=0\nRUN go build -o /app .\n', []],
    ['a compiler of another kind', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=1 CC="zig cc"\nRUN go build -o /app .\n', []],
    ['it may fail', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=1\nRUN true\nRUN go build -o /app . || true\n', []],
  ]);

  const sqlite = { files: { 'go.mod': 'module x\n\nrequire github.com/mattn/go-sqlite3 v1.14.24\n' } };
  const plain = (from: string): string => `FROM ${from}\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n`;
  stageCases(rule, [
    ['a module that needs cgo, where Go switches it off', plain('golang:1.25-alpine'), ['4 warning likely'], sqlite],
    ['the same with a compiler', plain('golang:1.25'), [], sqlite],
    ['cgo off on purpose', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=0\nCOPY . .\nRUN go build -o /app .\n', [], sqlite],
    [
      'only something else requires it',
      plain('golang:1.25-alpine'),
      [],
      { files: { 'go.mod': 'module x\n\nrequire github.com/mattn/go-sqlite3 v1.14.24 // indirect\n' } },
    ],
    [
      'a library that cgo links, with a compiler',
      'FROM golang:1.25\nENV CGO_ENABLED=1\nCOPY . .\nRUN go build .\n',
      ['4 warning possible'],
      { files: { 'go.mod': 'module x\n\nrequire github.com/davidbyttow/govips/v2 v2.16.0\n' } },
    ],
  ]);

  test('the words say what is missing and how to get it', () => {
    const [finding] = findingsOf(rule, go('golang:1.25-alpine', 'apk add gcc'));
    assert.match(finding?.message ?? '', /^`go build -o \/app \.` needs musl-dev, which golang:1\.25-alpine .*stdlib\.h/s);
    assert.equal(finding?.fix, 'apk add musl-dev in this stage, before this command');
  });
});

describe('Rust', () => {
  const lock = (...packages: readonly string[]): string =>
    `version = 4\n${packages.map((each) => `\n[[package]]\n${each}\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n`).join('')}`;
  const openssl = lock('name = "openssl-sys"\nversion = "0.9.109"\ndependencies = ["cc", "pkg-config"]');
  const manifest = '[package]\nname = "x"\nversion = "1.0.0"\n[dependencies]\nopenssl-sys = "0.9"\n';
  const cargo = (from: string, before = 'true'): string =>
    `FROM ${from}\nWORKDIR /src\nRUN ${before}\nCOPY . .\nRUN cargo build --release\n`;
  const sure = { files: { 'Cargo.lock': openssl, 'Cargo.toml': manifest } };
  const rustup =
    'apt-get update && apt-get install -y --no-install-recommends curl ca-certificates && curl https://sh.rustup.rs | sh -s -- -y';
  stageCases(rule, [
    ['no linker beside rustup', cargo('debian:13-slim', rustup), ['5 error likely']],
    ['rustup and a compiler', cargo('debian:13-slim', `${rustup} && apt-get install -y gcc`), []],
    [
      'a compiler without the headers that it only recommends',
      cargo('debian:13-slim', `${rustup} && apt-get install -y --no-install-recommends gcc`),
      ['5 error likely'],
    ],
    ['rust:slim has a linker', cargo('rust:1.90-slim'), []],
    ['rust:alpine has one', cargo('rust:1.90-alpine'), []],
    ['the packages of Alpine bring one', cargo('alpine:3.22', 'apk add cargo'), []],
    ['another linker is named', cargo('debian:13-slim', rustup).replace('WORKDIR', 'ENV RUSTFLAGS="-C linker=rust-lld"\nWORKDIR'), []],
    ['a script may bring it', cargo('debian:13-slim', `./setup.sh && ${rustup}`), []],
    ['a base that nobody knows', cargo('registry.example.com/ci/rust:1'), []],
    ['OpenSSL on rust:slim', cargo('rust:1.90-slim'), ['5 error likely'], sure],
    ['OpenSSL on the full image', cargo('rust:1.90'), [], sure],
    ['OpenSSL on Alpine, dynamic alone', cargo('rust:1.90-alpine', 'apk add musl-dev openssl-dev pkgconf'), ['5 error likely'], sure],
    ['OpenSSL on Alpine, static too', cargo('rust:1.90-alpine', 'apk add musl-dev openssl-dev pkgconf openssl-libs-static'), [], sure],
    ['a workspace: which member is not known', cargo('rust:1.90-slim'), ['5 warning possible'], { files: { 'Cargo.lock': openssl } }],
    ['it is somewhere else', cargo('rust:1.90-slim').replace('WORKDIR', 'ENV OPENSSL_DIR=/opt/ssl\nWORKDIR'), [], sure],
    [
      'vendored asks for perl and make',
      cargo('rust:1.90-slim', 'apt-get install -y make perl'),
      [],
      { files: { 'Cargo.lock': `${openssl}${lock('name = "openssl-src"\nversion = "300.5.0"').slice(12)}` } },
    ],
    [
      'bundled SQLite needs no library',
      cargo('rust:1.90-slim'),
      [],
      { files: { 'Cargo.lock': lock('name = "libsqlite3-sys"\nversion = "0.30.1"\ndependencies = ["cc", "pkg-config", "vcpkg"]') } },
    ],
    [
      'the system SQLite does',
      cargo('rust:1.90-slim'),
      ['5 warning possible'],
      { files: { 'Cargo.lock': lock('name = "libsqlite3-sys"\nversion = "0.30.1"\ndependencies = ["pkg-config", "vcpkg"]') } },
    ],
    [
      'bindgen reads headers with libclang',
      cargo('rust:1.90'),
      ['5 warning possible'],
      { files: { 'Cargo.lock': lock('name = "x-sys"\nversion = "1.0.0"\ndependencies = ["bindgen"]') } },
    ],
    [
      'cook and build lack one thing',
      `FROM debian:13-slim\nRUN ${rustup}\nRUN cargo chef cook --release\nRUN cargo build\n`,
      ['3 error likely'],
    ],
  ]);

  test('the words', () => {
    const [finding] = findingsOf(rule, cargo('rust:1.90-slim'), sure);
    assert.match(finding?.message ?? '', /needs libssl-dev and pkgconf, which rust:1\.90-slim/);
    assert.match(finding?.message ?? '', /openssl-sys 0\.9\.109 \(Cargo\.lock\).*Could not find directory of OpenSSL installation/);
  });
});

describe('PHP, gems, .NET and Elixir', () => {
  stageCases(rule, [
    ['headers of an extension', 'FROM php:8.4-apache\nRUN docker-php-ext-install zip\n', ['2 error likely']],
    ['they are installed', 'FROM php:8.4-apache\nRUN apt-get update && apt-get install -y libzip-dev && docker-php-ext-install zip\n', []],
    ['an extension without any', 'FROM php:8.4-fpm-alpine\nRUN docker-php-ext-install pdo_mysql opcache\n', []],
    ['a script that brings its own', 'FROM php:8.4-fpm-alpine\nRUN install-php-extensions zip intl\n', []],
    ['pecl on Alpine', 'FROM php:8.4-fpm-alpine\nRUN pecl install redis\n', ['2 error likely']],
    [
      'pecl with the build tools',
      'FROM php:8.4-fpm-alpine\nRUN apk add --virtual .d $PHPIZE_DEPS && pecl install redis && apk del .d\n',
      [],
    ],
    ['pecl on Debian', 'FROM php:8.4-fpm\nRUN pecl install redis\n', []],
    [
      'a -dev package of which nobody knows what it brings',
      'FROM php:8.4-fpm-alpine\nRUN apk add opencv-dev && docker-php-ext-install zip\n',
      ['2 warning possible'],
    ],
    ['gem on Alpine', 'FROM ruby:3.4-alpine\nRUN gem install pg\n', ['2 warning possible']],
    ['gem on the full image', 'FROM ruby:3.4\nRUN gem install pg\n', []],
    ['a gem without an extension', 'FROM ruby:3.4-alpine\nRUN gem install rake\n', []],
    ['ahead of time', 'FROM mcr.microsoft.com/dotnet/sdk:10.0\nRUN dotnet publish -p:PublishAot=true -o /app\n', ['2 error likely']],
    [
      'ahead of time, with its tools',
      'FROM mcr.microsoft.com/dotnet/sdk:10.0\nRUN apt-get update && apt-get install -y clang zlib1g-dev\nRUN dotnet publish -p:PublishAot=true\n',
      [],
    ],
    [
      'a NIF in C on Alpine',
      'FROM elixir:1.18-alpine\nCOPY . .\nRUN mix deps.get && mix deps.compile\n',
      ['3 warning possible'],
      {
        files: {
          'mix.lock':
            '%{\n  "bcrypt_elixir": {:hex, :bcrypt_elixir, "3.2.0", "00", [:make, :mix], [{:elixir_make, "~> 0.6", [hex: :elixir_make, repo: "hexpm", optional: false]}], "hexpm", "00"},\n}\n',
        },
      },
    ],
  ]);
});

describe('on another base', () => {
  stageCases(rule, [
    [
      'what the own base brought is an edit',
      'FROM golang:1.25\nENV CGO_ENABLED=1\nRUN go build -o /app .\n',
      ['3 warning likely'],
      { on: 'alpine:3.22' },
    ],
  ]);
});

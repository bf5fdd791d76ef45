import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { migrated } from '../testing/migrated.ts';

/** What becomes of the lines below FROM, and the marks. */
function moved(to: string, from: string, ...lines: readonly string[]): { readonly after: string; readonly marks: readonly string[] } {
  const { after, marks } = migrated(`FROM ${from}\n${lines.join('\n')}\n`, to);
  return { after: after.split('\n').slice(1).join('\n').trimEnd(), marks: marks.map(({ text }) => text) };
}

const update = 'apt-get update && apt-get install -y --no-install-recommends';
const lists = 'rm -rf /var/lib/apt/lists/*';

describe('users that a base or a package brings', () => {
  it('are written in the words of the target, or marked', () => {
    assert.equal(moved('debian:13-slim', 'alpine:3.20', 'COPY --chown=nobody:nobody a /a').after, 'COPY --chown=nobody:nogroup a /a');
    assert.match(moved('debian:13-slim', 'alpine:3.20', 'RUN apk add nginx', 'USER nginx').marks[0] ?? '', /^nginx: .* www-data instead/);
    assert.match(moved('alpine:3.22', 'debian:12', 'USER www-data').marks[0] ?? '', /^www-data: Alpine 3\.22 has no user www-data/);
    assert.deepEqual(moved('alpine:3.22', 'debian:12', 'RUN useradd -r www-data', 'USER www-data').marks, []);
    assert.deepEqual(moved('alpine:3.22', 'php:8.3-fpm', 'USER www-data').marks, []);
  });

  it('have other groups: wheel and sudo, and numbers that are taken', () => {
    assert.match(moved('debian:13-slim', 'alpine:3.20', 'RUN addgroup app wheel').after, /usermod -a -G sudo app/);
    assert.match(moved('ubi9', 'ubuntu:22.04', 'RUN useradd -m dev && usermod -aG sudo dev').after, /usermod -aG wheel dev/);
    assert.match(moved('ubi9', 'ubuntu:22.04', 'RUN useradd -G plugdev dev').marks[0] ?? '', /no group plugdev/);
    assert.equal(
      moved('ubuntu:24.04', 'alpine:3.20', 'RUN addgroup -g 1000 a && adduser -D -u 1000 -G a a').after,
      'RUN userdel -r ubuntu && groupadd -g 1000 a && useradd -m -u 1000 -g a a',
    );
    assert.equal(moved('ubuntu:22.04', 'debian:12', 'RUN useradd -u 1000 a').after, 'RUN useradd -u 1000 a');
  });

  it('have groups by number in shadow and by name in busybox', () => {
    assert.equal(
      moved('alpine:3.22', 'debian:12', 'RUN groupadd -g 1000 app && useradd -u 1000 -g 1000 -m app && useradd -g 0 b').after,
      'RUN addgroup -g 1000 app && adduser -D -u 1000 -G app app && adduser -D -H -G root b',
    );
    assert.match(moved('alpine:3.22', 'debian:12', 'RUN useradd -g 4242 b').marks[0] ?? '', /wants the name of group 4242/);
  });
});

describe('programs with another name', () => {
  it('are called by it, and options that the other one lacks are marked', () => {
    assert.match(moved('debian:13-slim', 'alpine:3.20', 'CMD ["crond", "-f"]').after, /CMD \["cron", "-f"\]/);
    assert.match(moved('debian:13-slim', 'alpine:3.20', 'CMD ["crond", "-f", "-l", "2"]').marks[0] ?? '', /does not know -l/);
    assert.match(moved('debian:13-slim', 'alpine:3.20', 'RUN apk add yarn && yarn install').after, /yarnpkg install$/);
    assert.match(moved('debian:13-slim', 'node:22-alpine', 'RUN yarn install').after, /^RUN yarn install$/);
  });

  it('are musl builds: a runtime identifier is translated, a download marked', () => {
    assert.equal(
      moved('debian:12-slim', 'mcr.microsoft.com/dotnet/sdk:8.0-alpine', 'RUN dotnet publish -r linux-musl-x64').after,
      'RUN dotnet publish -r linux-x64',
    );
    const marks = (url: string): readonly string[] => moved('debian:13-slim', 'alpine:3.20', `RUN apk add curl && curl -O ${url}`).marks;
    assert.match(marks('https://x.example/node-linux-x64-musl.tar.xz')[0] ?? '', /is built for musl/);
    assert.deepEqual(marks('https://x.example/rg-x86_64-unknown-linux-musl.tar.gz'), []);
  });
});

describe('steps that the target needs otherwise or not', () => {
  it("glibc's loader is there: no link stands in for it", () => {
    const link = 'mkdir /lib64 && ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2';
    assert.equal(moved('debian:13-slim', 'alpine:3.7', `RUN ${link}`).after, '');
    assert.equal(moved('debian:13-slim', 'alpine:3.7', `RUN ${link} && echo x`).after, 'RUN echo x');
  });

  it('pip is told so where the Python is managed, and not where pip is too old for the option', () => {
    const install = 'RUN apt-get update && apt-get install -y python3-pip && pip3 install';
    assert.match(moved('debian:13-slim', 'ubuntu:18.04', `${install} x`).after, /pip3 install --break-system-packages x$/);
    assert.match(moved('ubi9', 'debian:12', `${install} --break-system-packages x`).after, /&& pip3 install x$/);
  });

  it('locales and time zones on UBI', () => {
    const { after, marks } = moved(
      'ubi9',
      'ubuntu:22.04',
      'RUN apt-get update && apt-get install -y locales && locale-gen en_US.UTF-8 && ln -fs /usr/share/zoneinfo/UTC /etc/localtime && dpkg-reconfigure tzdata && apt-get clean && rm -rf /var/lib/apt/lists/*',
    );
    assert.deepEqual(marks, []);
    assert.match(after, /glibc-langpack-en && dnf clean all && ln -fs \S+ \/etc\/localtime$/);
  });

  it('removing takes neither what another package needs nor what was installed by its own name', () => {
    assert.match(
      moved('debian:13-slim', 'alpine:3.20', 'RUN apk add ca-certificates && apk add -t .d openssl gcc && apk del .d').after,
      /apt-get purge -y --auto-remove gcc$/,
    );
    assert.match(
      moved('debian:13-slim', 'alpine:3.20', 'RUN apk add curl', 'RUN apk add -t .d curl gcc && apk del .d').after,
      /apt-get purge -y --auto-remove gcc$/,
    );
  });

  it('neighbours that go leave no joint behind', () => {
    const { after } = moved('alpine:3.22', 'debian:12', `RUN ${update} curl && echo x && apt-get clean && ${lists}`);
    assert.equal(after, 'RUN apk add --no-cache curl && echo x');
  });

  it("a variable that is set before `set` holds (POSIX's special built-ins)", () => {
    const { after } = moved('debian:13-slim', 'alpine:3.20', "RUN deps='gcc musl-dev' set -x && apk add $deps && apk del $deps");
    assert.match(after, /install -y --no-install-recommends gcc libc6-dev .*purge -y --auto-remove gcc libc6-dev$/);
  });

  it('lists of packages in ENV go along, or are marked', () => {
    const list = (text: string): ReturnType<typeof moved> => moved('debian:13-slim', 'alpine:3.23', `ENV PHPIZE_DEPS ${text}`);
    assert.equal(list('autoconf \\\n  libc-dev \\\n  dpkg').after, 'ENV PHPIZE_DEPS autoconf \\\n  libc6-dev \\\n  dpkg');
    assert.match(list('autoconf no-such-thing').marks[0] ?? '', /^PHPIZE_DEPS lists packages, and 'no-such-thing' is not known/);
  });

  it('tools that the minimal UBI lacks are installed before they are used', () => {
    assert.match(
      moved('ubi9-minimal', 'alpine:3.20', 'RUN apk add nodejs && adduser -D a && tar xf x').after,
      /^RUN microdnf install .* nodejs shadow-utils tar && microdnf clean all && useradd -m a && tar xf x$/,
    );
    assert.doesNotMatch(moved('ubi9', 'alpine:3.20', 'RUN adduser -D a && tar xf x').after, /install/);
  });

  it('a second C library beside the own one is marked', () => {
    const { marks } = moved('debian:13-slim', 'alpine:3.20', 'COPY --from=gcr.io/distroless/cc-debian13 /lib/ld-linux-* /lib/');
    assert.match(marks.join('\n'), /a C library added beside the own one/);
  });

  it('a tag of a pre-release is not guessed', () => {
    assert.match(migrated('FROM python:3.10-rc-alpine\n', 'debian:13-slim').marks[0]?.text ?? '', /is a pre-release/);
  });
});

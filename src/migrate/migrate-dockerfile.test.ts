import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { migrated } from './testing/migrated.ts';

const head = { apk: 'FROM alpine:3.19\n', apt: 'FROM debian:12-slim\n' };
const update = 'apt-get update && apt-get install -y --no-install-recommends';
const lists = 'rm -rf /var/lib/apt/lists/*';

/** What `line` becomes below a plain base. */
function moved(line: string, to: string, from: keyof typeof head = 'apk'): string {
  return migrated(`${head[from]}${line}\n`, to).after.split('\n').slice(1).join('\n').trimEnd();
}

function expectRows(to: string, from: keyof typeof head, rows: readonly (readonly [string, string])[]): void {
  for (const [before, after] of rows) assert.equal(moved(before, to, from), after, before);
}

describe('from Alpine to Debian', () => {
  it('translates package commands with everything around them', () => {
    expectRows('debian:13-slim', 'apk', [
      ['RUN apk add curl', `RUN ${update} curl && ${lists}`],
      ['RUN apk --no-cache add curl git && curl x', `RUN ${update} curl git && ${lists} && curl x`],
      [
        'RUN apk update && apk add curl && rm -rf /var/cache/apk/*',
        `RUN apt-get update && apt-get install -y --no-install-recommends curl && ${lists}`,
      ],
      ['RUN apk add curl && apk add git', `RUN ${update} curl && apt-get install -y --no-install-recommends git && ${lists}`],
      ['RUN apk add bash coreutils', ''],
      ['RUN apk add bash && echo hi', 'RUN echo hi'],
      ['RUN echo hi && apk add bash', 'RUN echo hi'],
      ['RUN test -f x || apk add curl', `RUN test -f x || { ${update} curl && ${lists}; }`],
      ['RUN apk add bash || exit 1', 'RUN true || exit 1'],
      [
        'RUN apk upgrade --no-cache && apk add curl',
        `RUN apt-get update && apt-get upgrade -y && apt-get install -y --no-install-recommends curl && ${lists}`,
      ],
      ['RUN case $A in a) apk add curl;; esac', `RUN case $A in a) ${update} curl && ${lists};; esac`],
      [
        'RUN apk add curl; if $A; then apk add git; fi; apk add jq',
        `RUN ${update} curl && ${lists}; if $A; then ${update} git && ${lists}; fi; ${update} jq && ${lists}`,
      ],
      ['RUN P="curl git"; apk add $P', `RUN P="curl git"; ${update} curl git && ${lists}`],
    ]);
  });

  it('keeps a comment whose package goes, and the instruction behind it apart', () => {
    const text = `${head.apk}RUN apk add --no-cache \\\n  curl \\\n  # for scripts\n  bash\nCMD ["x"]\n`;
    const { after } = migrated(text, 'debian:13-slim');
    assert.match(after, /# for scripts/);
    assert.match(after, /\nCMD \["x"\]\n$/);
    assert.doesNotMatch(after, /\bbash\b/);
    assert.equal(migrated(after, 'debian:13-slim').stages[0]?.action, 'already');
  });

  it('removes what a virtual package became, across RUNs', () => {
    const text = `${head.apk}RUN apk add --virtual .deps gcc musl-dev bash\nRUN make\nRUN apk del .deps\n`;
    assert.match(migrated(text, 'debian:13-slim').after, /\nRUN apt-get purge -y --auto-remove gcc libc6-dev\n/);
    assert.match(
      migrated(`${head.apk}RUN apk del .nowhere\n`, 'debian:13-slim').after,
      /# basewise: what `apk` removes is not known here: \.nowhere\nRUN apk del/,
    );
  });

  it('marks what it cannot know', () => {
    const marks = (line: string): readonly string[] => migrated(`${head.apk}${line}\n`, 'debian:13-slim').marks.map(({ text }) => text);
    assert.match(marks('RUN apk add curl=8.5.0-r0')[0] ?? '', /version in 'curl=8\.5\.0-r0'/);
    assert.match(marks('RUN apk add foo@edge')[0] ?? '', /foo@edge|no package like foo/);
    assert.match(marks('RUN apk add -X https://x/edge/testing curl')[0] ?? '', /names a repository/);
    assert.match(marks('RUN apk add $(cat pkgs)')[0] ?? '', /is not in the file/);
    assert.match(marks('RUN apk add so:libz.so.1')[0] ?? '', /Alpine way of naming/);
    assert.match(marks('RUN apk add ./x.apk')[0] ?? '', /belong to the old base/);
    assert.match(marks('RUN echo https://x >> /etc/apk/repositories')[0] ?? '', /package sources/);
    assert.match(marks('RUN arch="$(apk --print-arch)"')[0] ?? '', /apk --print-arch/);
    assert.match(marks('RUN adduser -D www-data')[0] ?? '', /www-data is in every Debian 13 image/);
    assert.match(marks('COPY x /etc/periodic/daily/')[0] ?? '', /crond/);
  });

  it('writes users as shadow does', () => {
    expectRows('debian:13-slim', 'apk', [
      ['RUN addgroup -S app && adduser -S -G app app', 'RUN groupadd -r app && useradd -m -s /bin/false -r -g app app'],
      ['RUN adduser -D -u 1000 -h /srv "$NAME"', 'RUN useradd -m -u 1000 -d /srv "$NAME"'],
      ['RUN adduser -DH -s /sbin/nologin app', 'RUN useradd -M -s /sbin/nologin app'],
      ['RUN addgroup app audio', 'RUN usermod -a -G audio app'],
      ['RUN deluser app', 'RUN userdel app'],
      ['RUN adduser -S app', 'RUN useradd -m -g nogroup -s /bin/false -r app'],
    ]);
  });

  it('mends shells, time zones, libraries, locales and paths', () => {
    expectRows('debian:13-slim', 'apk', [
      ['RUN [[ -n $A ]] && echo', 'SHELL ["/bin/bash", "-c"]\nRUN [[ -n $A ]] && echo'],
      ['SHELL ["/bin/ash", "-eo", "pipefail", "-c"]', 'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]'],
      ['RUN ash -c "true"', 'RUN sh -c "true"'],
      ['RUN cp /usr/share/zoneinfo/UTC /etc/localtime', 'RUN cp --remove-destination /usr/share/zoneinfo/UTC /etc/localtime'],
      ['RUN make install', 'RUN make install && ldconfig'],
      ['RUN make install DESTDIR=/out', 'RUN make install DESTDIR=/out'],
      ['ENV LANG=en_US.UTF-8 A=b', 'ENV LANG=C.UTF-8 A=b'],
      ['CMD ["ash"]', 'CMD ["sh"]'],
      ['RUN apk add tini\nENTRYPOINT ["/sbin/tini", "--"]', `RUN ${update} tini && ${lists}\nENTRYPOINT ["/usr/bin/tini", "--"]`],
      ['COPY tini /sbin/tini\nENTRYPOINT ["/sbin/tini", "--"]', 'COPY tini /sbin/tini\nENTRYPOINT ["/sbin/tini", "--"]'],
      ['RUN apk add py3-pip && pip3 install x', `RUN ${update} python3-pip && ${lists} && pip3 install --break-system-packages x`],
    ]);
  });

  it('installs the programs of busybox that a slim image lacks, where they are first used', () => {
    expectRows('debian:13-slim', 'apk', [
      ['RUN wget x', `RUN ${update} wget ca-certificates && ${lists}\nRUN wget x`],
      ['RUN apk add curl && wget x', `RUN ${update} curl wget ca-certificates && ${lists} && wget x`],
      ['HEALTHCHECK CMD nc -z localhost 1', `RUN ${update} netcat-openbsd && ${lists}\nHEALTHCHECK CMD nc -z localhost 1`],
    ]);
  });
});

describe('from Debian to Alpine', () => {
  it('translates packages, users and tools', () => {
    expectRows('alpine:3.22', 'apt', [
      [`RUN ${update} curl libpq-dev g++ && ${lists}`, 'RUN apk add --no-cache curl libpq-dev g++'],
      ['RUN apt-get update', ''],
      ['RUN apt-get update && apt-get purge -y --auto-remove gcc', 'RUN apk del gcc'],
      [
        'RUN groupadd -r app && useradd -r -g app -d /app -s /bin/sh app',
        'RUN addgroup -S app && adduser -D -H -S -G app -h /app -s /bin/sh app',
      ],
      ['RUN adduser --system --group app', 'RUN addgroup -S app && adduser -D -G app -S app'],
      ['RUN adduser --disabled-password --gecos "" app', 'RUN adduser -D -g "" app'],
      ['RUN usermod -aG audio app', 'RUN addgroup app audio'],
      ['RUN make install && ldconfig', 'RUN apk add --no-cache make\nRUN make install'],
      ['RUN grep -P x y', 'RUN apk add --no-cache grep\nRUN grep -P x y'],
      ['RUN /bin/bash x.sh', 'RUN apk add --no-cache bash\nRUN /bin/bash x.sh'],
      ['RUN apt-get install -y tini\nENTRYPOINT ["/usr/bin/tini"]', 'RUN apk add --no-cache tini\nENTRYPOINT ["/sbin/tini"]'],
    ]);
  });

  it('marks repositories, keys and debconf', () => {
    const marks = (line: string): number => migrated(`${head.apt}${line}\n`, 'alpine:3.22').marks.length;
    assert.equal(marks('RUN echo deb x >> /etc/apt/sources.list.d/x.list'), 1);
    assert.equal(marks('RUN apt-key add x'), 1);
    assert.equal(marks('RUN locale-gen en_US.UTF-8'), 1);
    assert.equal(marks('RUN apt-get install -y -t bookworm-backports curl'), 1);
    assert.equal(marks('RUN dpkg --print-architecture'), 1);
  });
});

describe('sideways', () => {
  it('between releases of one distribution edits only what changed', () => {
    const text =
      'FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl libicu72 libssl3=3.0 && adduser --disabled-password app\n';
    const { after, marks } = migrated(text, 'debian:13-slim');
    assert.match(after, /apt-get install -y curl libicu76 libssl3=3\.0 && useradd -m app/);
    assert.equal(marks.length, 1);
  });

  it('onto UBI with dnf and microdnf', () => {
    assert.equal(
      moved('RUN apk add --no-cache git gcc', 'ubi9'),
      'RUN dnf install -y --nodocs --setopt=install_weak_deps=False git gcc && dnf clean all',
    );
    assert.match(moved('RUN apk add git', 'ubi9-minimal'), /^RUN microdnf install .* git && microdnf clean all$/);
  });

  it('onto Distroless, UBI micro and scratch with packages from a builder of the same release', () => {
    const text = 'FROM alpine:3.22\nRUN apk add --no-cache ca-certificates libpq\nCOPY app /app\nENTRYPOINT ["/app"]\n';
    const distroless = migrated(text, 'gcr.io/distroless/base-debian13');
    assert.match(
      distroless.after,
      /^FROM debian:13-slim AS basewise-packages\n[^]*libpq5[^]*\nFROM gcr\.io\/distroless\/base-debian13\nCOPY --from=basewise-packages \/rootfs \/\nCOPY app/,
    );
    assert.equal(distroless.complete, true);
    const micro = migrated('FROM debian:12\nRUN apt-get update && apt-get install -y git\n', 'ubi9-micro');
    assert.match(micro.after, /dnf install -y --installroot \/rootfs --releasever 9 .*git/);
    const scratch = migrated('FROM alpine:3.22\nRUN apk add ca-certificates\nRUN adduser -D a\nCMD app\n', 'scratch');
    assert.match(scratch.after, /COPY --from=basewise-packages \/etc\/ssl\/certs\/ca-certificates\.crt/);
    assert.equal(scratch.marks.length, 2);
  });
});

describe('stages', () => {
  it('move when their files reach the result, and stay when those are static or nobody takes them', () => {
    const text =
      'FROM golang:1.25-alpine AS static\nRUN CGO_ENABLED=0 go build -o /a\nFROM node:22-alpine AS web\nRUN npm run build\n' +
      'FROM alpine:3.22 AS lint\nRUN apk add shellcheck\nFROM alpine:3.22\nCOPY --from=static /a /a\nCOPY --from=web /w /w\n';
    const { stages } = migrated(text, 'debian:13-slim');
    assert.deepEqual(
      stages.map(({ action }) => action),
      ['stays', 'moved', 'stays', 'moved'],
    );
  });

  it('stay together when the result cannot move', () => {
    const { stages, after } = migrated('FROM alpine:3.22 AS b\nRUN apk add gcc\nFROM corp/base:1\nCOPY --from=b /x /x\n', 'debian:13-slim');
    assert.deepEqual(
      stages.map(({ action }) => action),
      ['left-alone', 'left-alone'],
    );
    assert.match(after, /apk add gcc/);
  });

  it('say so where one that stays feeds one that moved', () => {
    const { marks } = migrated('FROM corp/alpine:3.19 AS b\nFROM alpine:3.22\nCOPY --from=b /x /x\n', 'debian:13-slim');
    assert.equal(marks.length, 2);
  });

  it('keep build arguments where they fit', () => {
    const from = (text: string): string => migrated(text, 'debian:13-slim').after.split('\n').slice(0, 2).join('|');
    assert.equal(from('ARG V=22\nFROM node:${V}-alpine3.20\n'), 'ARG V=22|FROM node:${V}-trixie-slim');
    assert.equal(from('ARG B=alpine:3.19\nFROM ${B}\n'), 'ARG B=debian:13-slim|FROM ${B}');
    assert.equal(from('ARG T="3.12-alpine"\nFROM python:$T\n'), 'ARG T="3.12-slim-trixie"|FROM python:$T');
    assert.equal(from('ARG V=3.19\nFROM alpine:$V\n'), 'ARG V=3.19|FROM debian:13-slim');
  });
});

describe('builders whose image has no variant on the target', () => {
  it('go where glibc is not newer, once', () => {
    const text =
      'FROM rust:1.79-alpine AS b\nRUN RUSTFLAGS=-Ctarget-feature=-crt-static cargo build\nFROM alpine:3.20\nCOPY --from=b /x /x\n';
    const { after, complete } = migrated(text, 'debian:13-slim');
    assert.match(after, /^FROM rust:1\.79-slim-bookworm AS b\n/);
    assert.equal(complete, true);
    const again = migrated(after, 'debian:13-slim');
    assert.deepEqual([again.edits, again.complete, again.stages[0]?.action], [[], true, 'stays']);
    assert.match(
      migrated('FROM eclipse-temurin:21-jdk-alpine AS b\nFROM alpine:3.20\nCOPY --from=b /x /x\n', 'debian:13-slim').after,
      /jdk-noble AS b/,
    );
    assert.equal(
      migrated('FROM golang:1.24-alpine AS b\nRUN apk add gcc && go build\nFROM alpine\nCOPY --from=b /x /x\n', 'ubuntu:24.04').stages[0]
        ?.to,
      'golang:1.24-bookworm',
    );
  });

  it('are not named where the tag was never built', () => {
    assert.match(migrated('FROM python:3.14-alpine\n', 'debian:11-slim').marks[0]?.text ?? '', /has no Debian 11 image/);
  });
});

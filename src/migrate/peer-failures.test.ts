import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrated, passedOver } from './testing/migrated.ts';

/**
 * The fifteen failures recorded of dfc, the nearest converter (reference/peers.md 4.3): what it made of each stands in docs/migrate.md. Each row says what
 * comes out here, `complete` whether nothing had to be marked.
 */
const rows: readonly {
  readonly name: string;
  readonly to: string;
  readonly input: string;
  readonly output: string;
  readonly complete: boolean;
}[] = [
  {
    name: '1: a registry with a port',
    to: 'wolfi',
    input: 'FROM localhost:5000/team/app:1.2\nRUN apt-get update\n',
    output:
      '# basewise: localhost:5000/team/app:1.2 is left alone: nothing is known of localhost:5000/team/app: what it becomes is for its owner to say\n' +
      'FROM localhost:5000/team/app:1.2\nRUN apt-get update\n',
    complete: false,
  },
  {
    name: '2: private images',
    to: 'wolfi',
    input: 'FROM ghcr.io/acme/api:main\nRUN apt-get install -y curl\n',
    output:
      '# basewise: ghcr.io/acme/api:main is left alone: nothing is known of ghcr.io/acme/api: what it becomes is for its owner to say\n' +
      'FROM ghcr.io/acme/api:main\nRUN apt-get install -y curl\n',
    complete: false,
  },
  {
    name: '3: a digest',
    to: 'wolfi',
    input: `FROM ubuntu@sha256:${'a'.repeat(64)}\n`,
    output:
      "# basewise: the pin @sha256:aaaaaaaaaaaa… was the old image's: pin cgr.dev/chainguard/wolfi-base anew\nFROM cgr.dev/chainguard/wolfi-base\n",
    complete: false,
  },
  {
    name: '3: a number that is no stage',
    to: 'wolfi',
    input: 'FROM 0\n',
    output: '# basewise: 0 is left alone: nothing is known of 0: what it becomes is for its owner to say\nFROM 0\n',
    complete: false,
  },
  {
    name: '4: heredoc, exec form, nested shell, sudo, full path, ONBUILD, dpkg -i',
    to: 'wolfi',
    input:
      'FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\nRUN ["apt-get", "install", "-y", "curl"]\n' +
      'RUN bash -c "apt-get update && apt-get install -y curl"\nRUN sudo apt-get install -y git\nRUN /usr/bin/apt-get install -y jq\n' +
      'ONBUILD RUN apt-get install -y make\nRUN dpkg -i foo.deb\n',
    output:
      'FROM cgr.dev/chainguard/wolfi-base\nRUN <<EOF\napk add --no-cache curl bash\nEOF\nRUN apk add --no-cache curl\n' +
      'RUN bash -c "apk add --no-cache curl"\nRUN sudo apk add --no-cache git\nRUN apk add --no-cache jq\n' +
      'ONBUILD RUN apk add --no-cache make\n# basewise: `dpkg` works on files of the old base\nRUN dpkg -i foo.deb\n',
    complete: false,
  },
  {
    name: '5: mounts stay, the cache moves',
    to: 'wolfi',
    input:
      'FROM debian:12\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y make && npm ci\n',
    output:
      'FROM cgr.dev/chainguard/wolfi-base\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/var/cache/apk,sharing=locked apk add --no-cache make && npm ci\n',
    complete: true,
  },
  {
    name: '6: virtual packages and their removal',
    to: 'debian:13-slim',
    input: 'FROM alpine:3.19\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && make && apk del .build-deps\n',
    output:
      'FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/* && make && apt-get purge -y --auto-remove gcc libc6-dev\n',
    complete: true,
  },
  {
    name: '6: the same on another apk distribution',
    to: 'wolfi',
    input: 'FROM alpine:3.19\nRUN apk add --virtual .build-deps gcc && make && apk del .build-deps\n',
    output: 'FROM cgr.dev/chainguard/wolfi-base\nRUN apk add --virtual .build-deps gcc && make && apk del .build-deps\n',
    complete: true,
  },
  {
    name: '7: options with values',
    to: 'wolfi',
    input:
      'FROM debian:12\nRUN apt-get update && apt-get -o Dpkg::Use-Pty=0 install -y curl\nRUN apt-get install -y -t bookworm-backports git\n',
    output:
      'FROM cgr.dev/chainguard/wolfi-base\nRUN apk add --no-cache curl\n' +
      '# basewise: -t bookworm-backports names a repository of the old base: what it gives has to come from elsewhere\n' +
      'RUN apt-get install -y -t bookworm-backports git\n',
    complete: false,
  },
  {
    name: '8: redirection and a pipe',
    to: 'wolfi',
    input: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl 2>&1 | tee log\n',
    output: 'FROM cgr.dev/chainguard/wolfi-base\nRUN apk add --no-cache curl 2>&1 | tee log\n',
    complete: true,
  },
  {
    name: '9: inside a condition',
    to: 'wolfi',
    input: 'FROM debian:12\nRUN if [ -n "$X" ]; then apt-get update && apt-get install -y curl; fi\n',
    output: 'FROM cgr.dev/chainguard/wolfi-base\nRUN if [ -n "$X" ]; then apk add --no-cache curl; fi\n',
    complete: true,
  },
  {
    name: '10: $# is no comment',
    to: 'wolfi',
    input: 'FROM debian:12\nRUN sed -i s/a/b/ x && echo $# && apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    output: 'FROM cgr.dev/chainguard/wolfi-base\nRUN sed -i s/a/b/ x && echo $# && apk add --no-cache curl\n',
    complete: true,
  },
  {
    name: '11: tar keeps its options, GNU tar comes where busybox lacks one',
    to: 'alpine:3.22',
    input: "FROM debian:12\nRUN tar -xzf a.tgz --strip-components=1 --exclude=b\nRUN tar --wildcards -xf c.tar '*.so'\n",
    output:
      "FROM alpine:3.22\nRUN apk add --no-cache tar\nRUN tar -xzf a.tgz --strip-components=1 --exclude=b\nRUN tar --wildcards -xf c.tar '*.so'\n",
    complete: true,
  },
  {
    name: '12: useradd with values in clusters',
    to: 'alpine:3.22',
    input: 'FROM debian:12\nRUN groupadd docker && useradd -ms /bin/sh app && useradd -G audio,docker app2\nRUN useradd -G sudo app3\n',
    output:
      'FROM alpine:3.22\nRUN addgroup docker && adduser -D -s /bin/sh app && adduser -D -H app2 && addgroup app2 audio && addgroup app2 docker\n' +
      '# basewise: `useradd`: Alpine has no group sudo\nRUN useradd -G sudo app3\n',
    complete: false,
  },
  {
    name: '13: an install that does not run as root',
    to: 'wolfi',
    input: 'FROM debian:12 AS base\nUSER app\nFROM base AS dev\nRUN apt-get install -y vim\n',
    output:
      'FROM cgr.dev/chainguard/wolfi-base AS base\nUSER app\nFROM base AS dev\n' +
      '# basewise: it runs as app, and installing needs root, here as before\nRUN apk add --no-cache vim\n',
    complete: false,
  },
  {
    name: '14: Alpine in, glibc out',
    to: 'debian:13-slim',
    input:
      'FROM golang:1.25-alpine AS b\nRUN apk add gcc musl-dev\nRUN CGO_ENABLED=1 go build -o /app .\nFROM alpine:3.22\n' +
      'RUN apk add --no-cache gcompat libc6-compat musl-dev su-exec\nCOPY --from=node:24-alpine /usr/local/bin/node /usr/local/bin/\n' +
      'COPY --from=b /app /app\nENTRYPOINT ["su-exec", "app", "/app"]\n',
    output:
      'FROM golang:1.25-trixie AS b\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*\n' +
      'RUN CGO_ENABLED=1 go build -o /app .\nFROM debian:13-slim\n' +
      'RUN apt-get update && apt-get install -y --no-install-recommends libc6-dev gosu && rm -rf /var/lib/apt/lists/*\n' +
      'COPY --from=node:24-trixie-slim /usr/local/bin/node /usr/local/bin/\nCOPY --from=b /app /app\nENTRYPOINT ["gosu", "app", "/app"]\n',
    complete: true,
  },
  {
    name: '15: comments and layout stay, bash is there for SHELL',
    to: 'wolfi',
    input:
      'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN apt-get update \\\n    # tools\n    && apt-get install -y --no-install-recommends \\\n' +
      '      # for the tests\n      curl \\\n      git \\\n    # clean\n    && rm -rf /var/lib/apt/lists/*\nCMD ["x"]\n',
    output:
      'FROM cgr.dev/chainguard/wolfi-base\nRUN apk add --no-cache bash\nSHELL ["/bin/bash", "-c"]\nRUN \\\n    # tools\n     apk add --no-cache \\\n' +
      '      # for the tests\n      curl \\\n      git\n    # clean\nCMD ["x"]\n',
    complete: true,
  },
];

for (const { name, to, input, output, complete } of rows) {
  test(`peer failure ${name}`, () => {
    const found = migrated(input, to);
    assert.equal(found.after, output);
    assert.equal(found.complete, complete);
    const again = migrated(found.after, to);
    assert.equal(again.after, found.after, 'a second run adds nothing');
    assert.equal(again.edits.length, 0);
    assert.equal(again.complete, complete);
  });
}

test('peer failure 2: a Windows base is passed over', () => {
  assert.match(passedOver('FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\n', 'wolfi'), /Windows/);
});

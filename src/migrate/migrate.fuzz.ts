import type { FuzzTarget } from '../../tools/fuzz-target.ts';
import { migrateDockerfile } from './migrate-dockerfile.ts';
import { parseTarget } from './target.ts';

const text = [
  '# syntax=docker/dockerfile:1\nARG V=22\nFROM node:${V}-alpine3.20 AS b\nRUN apk add --no-cache --virtual .d \\\n  gcc \\\n  # c\n  musl-dev && npm ci && apk del .d\n' +
    'FROM alpine:3.19\nRUN addgroup -S app && adduser -S -G app app; wget x || apk add curl\nRUN <<E\napk add git\nE\nONBUILD RUN apk add make\n' +
    'COPY --from=b /x /x\nHEALTHCHECK CMD wget -q x\nENTRYPOINT ["/sbin/tini", "su-exec", "app"]\n',
  'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    curl \\\n    # why\n    git \\\n && rm -rf /var/lib/apt/lists/*\n' +
    'RUN useradd -ms /bin/bash -G audio app && make install && ldconfig\nRUN ["apt-get", "install", "-y", "jq"]\nRUN bash -c "apt-get install -y zip"\n',
];

/** A migration never throws anything but its own errors, and its result is a fixed point. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'migrate',
    seeds: () => text.map((each) => new TextEncoder().encode(each)),
    run(input) {
      for (const to of ['debian:13-slim', 'alpine:3.22', 'ubi9-micro', 'scratch']) {
        const target = parseTarget(to);
        const first = migrateDockerfile(input, 'Dockerfile', target);
        if (first.kind === 'passed-over') continue;
        for (const { before, start, end } of first.migration.edits) {
          if (first.migration.before.slice(start, end) !== before) throw new Error(`an edit does not fit its place at ${start}`);
        }
      }
    },
  },
];

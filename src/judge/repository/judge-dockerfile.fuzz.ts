import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { judgeDockerfile } from '../judge-dockerfile.ts';

const seeds = [
  'FROM golang:1.25 AS b\nWORKDIR /s\nRUN --mount=type=cache,target=/root/.cache go build -o /out/app ./... && cp /out/app /bin/app\nFROM alpine:3.20\nCOPY --from=b /bin/app /app\nUSER app\nCMD ["/app"]\n',
  'FROM node:22-slim AS d\nWORKDIR /a\nCOPY package*.json ./\nRUN npm ci && npm run build\nFROM d AS e\nRUN rm -rf /a/node_modules\nFROM node:22-alpine\nENV TZ=Europe/Berlin LD_PRELOAD=/usr/lib/x86_64-linux-gnu/a.so\nCOPY --from=e /a/* /a/\nCOPY --from=0 /a/.next/standalone ./\n',
  'FROM python:3.12-alpine\nRUN apk add --virtual .b gcc && . /venv/bin/activate && pip install -t /p numpy==1.24 torch && apk del .b\nRUN wget https://x.example/a-linux-gnu-x64.tar.gz | tar xz -C /opt\n',
];

const files: Readonly<Record<string, string>> = {
  'package.json': '{"dependencies":{"next":"1"}}',
  'package-lock.json':
    '{"lockfileVersion":3,"packages":{"":{"name":"a"},"node_modules/sharp":{"version":"0.33.0","hasInstallScript":true}}}',
  'requirements.txt': 'numpy==1.24.4\n',
};

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'judge-dockerfile',
    seeds: () => seeds.map((text) => new TextEncoder().encode(text)),
    run: (input) => {
      judgeDockerfile({
        name: 'Dockerfile',
        bytes: input,
        folder: { prefix: '', read: (path) => files[path] ?? null },
        on: ['debian:13-slim'],
        options: {},
        today: '2026-11-24',
      });
    },
  },
];

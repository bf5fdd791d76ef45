import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { originOffset } from '../../formats/text/dockerfile/mapped-text.ts';
import { parseDockerfile } from '../../formats/text/dockerfile/parse-dockerfile.ts';
import type { BuildGraph, BuildOptions, StageBase } from './build-graph.ts';
import { sourcesOf } from './needed.ts';
import { readBuild } from './read-build.ts';
import type { CopySource, Step } from './step.ts';

describe('readBuild: bases', () => {
  it('fills ARG defaults and build arguments in, in the order of the file', () => {
    const text =
      'ARG V=3.19\nARG BASE=alpine:${V}\nARG UNSET\nFROM ${BASE} AS a\nFROM node:${N:-20}-alpine${V%.*}${X:+y} AS b\nFROM img:$UNSET\n';
    assert.deepEqual(bases(text), ['alpine:3.19', 'node:20-alpine3', '? img:$UNSET (build argument UNSET has no value)']);
    assert.deepEqual(bases(text, { buildArgs: { V: '3.20', UNSET: 'x' } }), ['alpine:3.20', 'node:20-alpine3', 'img:x']);
    assert.deepEqual(bases(text, { buildArgs: { BASE: 'debian:12' } })[0], 'debian:12');
  });

  it('keeps what the name says when only the tag is not known', () => {
    const { stages } = build('ARG V\nFROM alpine:$V\nFROM node:$V\nFROM corp/x:$V-alpine\n');
    const families = stages.map(({ root }) => (root.kind === 'unresolved' ? (root.classification?.family ?? null) : 'resolved'));
    assert.deepEqual(families, ['alpine', null, 'alpine']);
  });

  it('follows stages by name, without regard to the case of AS, never forwards', () => {
    const text = 'FROM later AS first\nFROM alpine:3.20 AS Later\nFROM later\nFROM 0\nFROM scratch\n';
    assert.deepEqual(bases(text), ['later', 'alpine:3.20', '#1', '0', 'scratch']);
    const root = build(text).stages[2]?.root;
    assert.equal(root?.kind === 'image' ? root.reference : undefined, 'alpine:3.20');
  });

  it('knows the platform arguments globally and in stages that declare them', () => {
    const text =
      'FROM --platform=$BUILDPLATFORM base-${TARGETARCH}${TARGETVARIANT}\nRUN echo $TARGETARCH\nARG TARGETARCH\nARG TARGETOS=plan9\nRUN echo\n';
    const { stages } = build(text, { platform: 'linux/arm/v7', buildPlatform: 'linux/amd64' });
    assert.equal(shown(stages[0]?.base), 'base-armv7');
    assert.equal(stages[0]?.platform, 'linux/amd64');
    assert.deepEqual(
      stages[0]?.steps.map(({ variables }) => variables['TARGETARCH']),
      [undefined, undefined, 'arm', 'arm'],
    );
    assert.equal(stages[0]?.steps.at(-1)?.variables['TARGETOS'], 'plan9');
  });

  it('takes named contexts for bases and sources', () => {
    const text = 'FROM php-base AS common\nCOPY --from=golang-base /go /go\nCOPY --from=files . .\n';
    const graph = build(text, {
      contexts: { 'php-base': 'docker-image://php:8.3-alpine', 'golang-base': 'docker-image://golang:1.22', files: './files' },
    });
    assert.deepEqual(
      graph.stages.map(({ base }) => shown(base)),
      ['php:8.3-alpine'],
    );
    assert.deepEqual(graph.stages[0]?.steps.map(source), ['golang:1.22', '? files']);
  });

  it('recognises Windows by its image and by its platform', () => {
    const { stages } = build(
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022 AS w\nFROM w\nFROM --platform=windows/amd64 x\nFROM scratch\n',
    );
    assert.deepEqual(
      stages.map(({ os }) => os),
      ['windows', 'windows', 'windows', 'linux'],
    );
  });
});

describe('readBuild: what flows between stages', () => {
  const text = [
    'FROM golang:1.22 AS build',
    'RUN --mount=type=cache,target=/root/.cache --mount=type=bind,from=tools,source=/t,target=/x go build',
    'FROM alpine AS tools',
    'FROM node:20 AS unused',
    'FROM debian:12-slim',
    'COPY --from=build /out/app /usr/bin/',
    'COPY --from=1 --link --chown=1:1 /t/a /t/b ./c/',
    'COPY --from=busybox:musl /bin/busybox /',
    'COPY --from=$X /a /b',
    'COPY --from=9 /a /b',
    'COPY <<EOF . /etc/conf/',
    'hi',
    'EOF',
    'ADD https://x.example/a.tgz /opt',
    '',
  ].join('\n');

  it('resolves COPY --from by name, number and image, mounts by name', () => {
    const graph = build(text);
    assert.deepEqual(graph.stages.map(sourcesOf), [[1], [], [], [0, 1]]);
    assert.deepEqual(graph.stages[3]?.steps.map(source), ['#0', '#1', 'busybox:musl', '? $X', '? 9', 'context', 'context']);
    assert.deepEqual(
      graph.problems.map(({ message }) => message),
      ['variable expansion is not supported for --from', 'there is no stage 9'],
    );
    assert.deepEqual(
      graph.stages.map(({ needed }) => needed),
      [true, true, false, true],
    );
  });

  it('gives sources, destination and inline files', () => {
    const steps = build(text).stages[3]?.steps ?? [];
    const [, second, , , , inline, add] = steps;
    assert.ok(second?.kind === 'copy' && inline?.kind === 'copy' && add?.kind === 'add');
    assert.deepEqual([second.sources, second.destination, second.link, second.chown], [['/t/a', '/t/b'], './c/', true, '1:1']);
    assert.deepEqual([inline.sources, inline.inline, inline.destination], [['.'], ['EOF'], '/etc/conf/']);
    assert.deepEqual(add.sources, ['https://x.example/a.tgz']);
  });

  it('builds the target that is asked for', () => {
    assert.equal(build(text, { target: 'BUILD' }).target?.index, 0);
    assert.equal(build(text, { target: '2' }).target?.name, 'unused');
    assert.deepEqual(
      build(text, { target: 'build' }).stages.map(({ needed }) => needed),
      [true, true, false, false],
    );
    assert.equal(build(text, { target: 'nope' }).target, undefined);
  });
});

describe('readBuild: state of a stage', () => {
  it('carries ENV, ARG, USER, WORKDIR, SHELL and commands to the stages built on it', () => {
    const graph = build(
      [
        'ARG G=global',
        'FROM alpine AS base',
        'ARG G',
        'ARG L=$G-local',
        'ENV A=1 B=$A C="x y" PATH=$PATH:/opt',
        'ENV D=${A}${L}',
        'USER app:app',
        'WORKDIR /srv',
        'WORKDIR sub/../app',
        'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
        'CMD echo $A',
        'FROM base',
        'WORKDIR x',
        'COPY a b/',
        'ENTRYPOINT ["/run"]',
        'RUN true',
      ].join('\n'),
    );
    const [base, final] = graph.stages;
    assert.deepEqual(base?.config.env, { A: '1', B: '$A', C: 'x y', PATH: '$PATH:/opt', D: '1global-local' });
    assert.deepEqual(base?.config.cmd?.argv, ['/bin/bash', '-o', 'pipefail', '-c', 'echo $A']);
    assert.equal(final?.config.workdir, '/srv/app/x');
    assert.equal(final?.config.user, 'app:app');
    assert.deepEqual(final?.config.entrypoint?.argv, ['/run']);
    assert.equal(final?.config.cmd, null);
    const copy = final?.steps[1];
    assert.equal(copy?.kind === 'copy' ? copy.destination : '', '/srv/app/x/b/');
    const run = final?.steps.at(-1);
    assert.equal(run?.kind === 'run' ? run.script?.shell : '', 'bash');
    assert.equal(run?.variables['L'], 'global-local');
  });

  /** Image configurations as BuildKit 0.25.1 (Dockerfile2LLB with base images that set only PATH=/usr/bin) makes them. */
  const configurations: readonly (readonly [string, object])[] = [
    [
      'ARG X=1\nARG Y=${X}2\nFROM a\nARG Y\nARG Z=$Y-z\nENV E=$Z F=${X:-none} G=${Y%2}\nENV Y=env\nARG Y=arg\nENV H=$Y\nSHELL ["/bin/bash","-c"]\nCMD echo $Y\n',
      { env: { E: '12-z', F: 'none', G: '1', Y: 'env', H: 'arg' }, shell: ['/bin/bash', '-c'], cmd: ['/bin/bash', '-c', 'echo $Y'] },
    ],
    [
      'FROM a AS p\nARG L=1\nENV M=$L\nFROM p\nENV N=$L$M\nCMD []\nENTRYPOINT []\n',
      { env: { M: '1', N: '11' }, cmd: null, entrypoint: null },
    ],
    [
      'FROM a\nWORKDIR /s\nWORKDIR ../..\nENV HOME=/h\nWORKDIR $HOME/./y/\nUSER ${U:-def}:g\n',
      { env: { HOME: '/h' }, workdir: '/h/./y/', user: 'def:g' },
    ],
    ['FROM a\nARG http_proxy\nENV P=$http_proxy Q=${UNSET-def} R=${UNSET:+x}\n', { env: { P: '', Q: 'def', R: '' } }],
    ['FROM a\nENV legacy some  text\nENV q="a\\"b" r=a\\ b s=\n', { env: { legacy: 'some  text', q: 'a"b', r: 'a b', s: '' } }],
    ['FROM a\nCMD ["x"]\nENTRYPOINT ["y"]\nCMD ["z"]\nENTRYPOINT ["w"]\n', { env: {}, cmd: ['z'], entrypoint: ['w'] }],
    [
      'FROM scratch\nCOPY a /\nCMD ["/a"]\n',
      { env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }, workdir: '/', cmd: ['/a'] },
    ],
    [
      '# escape=`\nFROM a\nENV A=C:\\x B="`"q`"" C=`$D\nCMD echo `$A\n',
      { env: { A: 'C:\\x', B: '"q"', C: '$D' }, cmd: ['/bin/sh', '-c', 'echo `$A'] },
    ],
    [
      'FROM a AS x\nONBUILD ENV O=1\nONBUILD USER onb\nONBUILD WORKDIR /onb\nFROM x\nENV P=$O\n',
      { env: { O: '1', P: '1' }, user: 'onb', workdir: '/onb' },
    ],
  ];
  for (const [text, expected] of configurations) {
    it(JSON.stringify(text), () => {
      const { env, ...rest } = build(text).target?.config ?? { env: {} };
      const commands = Object.entries(rest).map(([key, value]: [string, unknown]) => [
        key,
        typeof value === 'object' && value !== null && 'argv' in value ? value.argv : value,
      ]);
      assert.deepEqual({ env, ...Object.fromEntries(commands) }, expected);
    });
  }

  it('runs ONBUILD in the child', () => {
    const graph = build('FROM alpine AS a\nONBUILD COPY --from=a /x /y\nONBUILD RUN <<EOF\necho hi\nEOF\nFROM a\nRUN own\n');
    assert.deepEqual(
      graph.stages[1]?.steps.map(({ kind, inherited }) => [kind, inherited]),
      [
        ['copy', true],
        ['run', true],
        ['run', false],
      ],
    );
    assert.deepEqual(scripts(graph, 1), ['echo hi\n', 'own']);
  });
});

describe('runScript', () => {
  const cases: readonly (readonly [string, string | null, string?])[] = [
    ['RUN apk add \\\n  # c\n  gcc', 'apk add   gcc'],
    ['RUN ["sh", "-c", "apk add \\"x\\""]', 'apk add "x"'],
    ['RUN ["apk", "add", "x"]', null],
    ['RUN <<EOF\na\n\tb\nEOF', 'a\n\tb\n'],
    ['RUN <<-EOF\n\ta\n\t\tb\n\tEOF', 'a\nb\n'],
    ['RUN <<EOF\n#!/usr/bin/env bash\nx\nEOF', '#!/usr/bin/env bash\nx\n', 'bash'],
    ['RUN <<EOF\n#!/usr/bin/python3\nprint(1)\nEOF', null],
    ['RUN cat <<A >x && sh <<B\n1\nA\n2\nB', 'cat <<A >x && sh <<B\n1\nA\n2\nB'],
    ['SHELL ["powershell", "-c"]\nRUN Get-Thing', null],
  ];
  for (const [instructions, expected, shell = 'sh'] of cases) {
    it(JSON.stringify(instructions), () => {
      const text = `FROM a\n${instructions}\n`;
      const file = parseDockerfile(text);
      const step = readBuild(file).stages[0]?.steps.at(-1);
      const script = step?.kind === 'run' ? step.script : null;
      assert.equal(script?.text.text ?? null, expected);
      if (script === null) return;
      assert.equal(script.shell, shell);
      for (const word of script.text.text.match(/[a-z]{2,}|x/g) ?? []) {
        const offset = originOffset(script.text, script.text.text.indexOf(word));
        assert.equal(text.slice(offset, offset + word.length), word);
      }
    });
  }
});

function build(text: string, options?: BuildOptions): BuildGraph {
  return readBuild(parseDockerfile(text), options);
}

function bases(text: string, options?: BuildOptions): readonly string[] {
  return build(text, options).stages.map(({ base }) => shown(base));
}

function shown(base: StageBase | CopySource | undefined): string {
  switch (base?.kind) {
    case 'image':
      return base.reference;
    case 'stage':
      return `#${base.index}`;
    case 'unresolved':
      return 'missing' in base ? `? ${base.text} (${base.why})` : `? ${base.text}`;
    default:
      return base?.kind ?? 'none';
  }
}

function source(step: Step): string {
  return step.kind === 'copy' || step.kind === 'add' ? shown(step.from).replace(/ \(.*/, '') : step.kind;
}

function scripts(graph: BuildGraph, stage: number): readonly (string | undefined)[] {
  return (graph.stages[stage]?.steps ?? []).flatMap((step) => (step.kind === 'run' ? [step.script?.text.text] : []));
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FormatError } from '../../formats/format-error.ts';
import { readBake } from './bake.ts';
import { readCompose } from './compose.ts';

describe('readCompose', () => {
  it('reads images, builds, merges and interpolation', () => {
    const text = [
      'x-common: &common',
      '  build: { context: ., args: { V: "${V:-1}", N: 2 } }',
      'services:',
      '  web:',
      '    <<: *common',
      '    image: ${REG:?needed}/web:$$x-${TAG-latest}',
      '    platform: linux/arm64',
      '    dns_opt: [ndots:1]',
      '  db:',
      '    image: postgres:16-alpine',
      '  api:',
      '    build:',
      '      context: ./api',
      '      dockerfile: docker/Dockerfile.prod',
      '      target: prod',
      '      args: [A=b=c, FROM_ENV]',
      '      additional_contexts: [base=docker-image://alpine:3.20]',
    ].join('\n');
    const { builds, unknown } = readCompose(text, { REG: 'r.example', V: '9' });
    assert.deepEqual(unknown, []);
    assert.deepEqual(
      builds.map(({ offset, ...rest }) => (assert.ok(offset > 0), rest)),
      [
        {
          name: 'web',
          images: ['r.example/web:$x-latest'],
          build: { context: '.', args: { V: '9', N: '2' }, contexts: {}, platforms: ['linux/arm64'] },
          dns: { servers: [], search: [], options: ['ndots:1'] },
        },
        { name: 'db', images: ['postgres:16-alpine'] },
        {
          name: 'api',
          images: [],
          build: {
            context: './api',
            dockerfile: 'docker/Dockerfile.prod',
            target: 'prod',
            args: { A: 'b=c' },
            contexts: { base: 'docker-image://alpine:3.20' },
            platforms: [],
          },
        },
      ],
    );
  });

  it('says what is not set and what is no YAML', () => {
    assert.deepEqual(readCompose('services:\n  a: { image: "x:${NO}" }\n').unknown, [{ what: 'service a', why: 'x:${NO}: NO is not set' }]);
    assert.throws(
      () => readCompose('a: [1\nb: }'),
      (error) => error instanceof FormatError && error.code === 'compose-bad-yaml',
    );
    assert.deepEqual(readCompose('version: "3"\n').builds, []);
  });
});

describe('readBake', () => {
  it('reads HCL with variables, inheritance, heredocs and comments', () => {
    const text = [
      '# a comment',
      'variable "GO" { default = "1.22" }',
      'variable "TAG" {',
      '  default = null // none',
      '}',
      'function "f" { params = [x]  result = "${x}-1" }',
      'group "default" { targets = ["app", "dev"] }',
      'target "_base" {',
      '  context = "."',
      '  args = { GO_VERSION = "${GO}", X = "y" }',
      '  platforms = ["linux/amd64", "linux/arm64"]',
      '}',
      'target "app" {',
      '  inherits = ["_base"]',
      '  dockerfile = "build/Dockerfile"',
      '  target = "prod"',
      '  args = { X = "z" }',
      '  tags = ["r.example/app:${GO}", "r.example/app:$${literal}", f(GO)]',
      '  contexts = { base = "docker-image://alpine:${GO}" }',
      '}',
      'target "dev" {',
      '  context = TAG != "" ? "a" : "b"',
      '  dockerfile-inline = <<EOT',
      'FROM alpine',
      'EOT',
      '}',
    ].join('\n');
    const { builds, unknown } = readBake(text, { GO: '1.23' });
    const [, app, dev] = builds;
    assert.deepEqual(app?.build, {
      context: '.',
      dockerfile: 'build/Dockerfile',
      target: 'prod',
      args: { GO_VERSION: '1.23', X: 'z' },
      contexts: { base: 'docker-image://alpine:1.23' },
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    assert.deepEqual(app?.images, ['r.example/app:1.23', 'r.example/app:${literal}']);
    assert.equal(dev?.build?.inline, 'FROM alpine\n');
    assert.deepEqual(unknown, [{ what: 'target dev, context', why: 'TAG != "" ? "a" : "b" is not worked out' }]);
  });

  it('reads JSON and refuses broken files with a place', () => {
    assert.deepEqual(
      readBake('{"target":{"a":{"dockerfile":"D","tags":["t"]}}}').builds.map(({ name, images, build }) => [
        name,
        images,
        build?.dockerfile,
      ]),
      [['a', ['t'], 'D']],
    );
    for (const text of ['{', 'target "a" {', 'target "a" { x = "1 }', 'a b c', 'target "a" { x = [1, }']) {
      assert.throws(() => readBake(text), FormatError, text);
    }
  });
});

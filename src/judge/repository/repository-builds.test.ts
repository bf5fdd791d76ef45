import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDockerfile } from '../../dockerfile/read-dockerfile.ts';
import { chooseContext } from './choose-context.ts';
import { namesBuilds, repositoryBuilds } from './repository-builds.ts';
import type { RepositoryBuilds } from './repository-builds.ts';

function builds(files: Readonly<Record<string, string>>): RepositoryBuilds {
  const read = (path: string): Uint8Array | null => {
    const text = files[path];
    return text === undefined ? null : new TextEncoder().encode(text);
  };
  return repositoryBuilds(Object.keys(files).filter(namesBuilds), read);
}

test('files that name builds, by their names', () => {
  for (const name of ['compose.yaml', 'a/docker-compose.dev.yml', 'docker-bake.hcl', 'docker-bake.override.json', 'skaffold.yaml'])
    assert.equal(namesBuilds(name), true, name);
  for (const name of ['my-compose.yaml', 'compose.txt', 'bake.hcl', 'kustomization.yaml']) assert.equal(namesBuilds(name), false, name);
});

test('Compose gives a Dockerfile its context and arguments', () => {
  const { of } = builds({
    'deploy/compose.yaml': 'services:\n  web:\n    build: {context: .., dockerfile: docker/web.Dockerfile, args: {BASE: "alpine:3.20"}}\n',
    'docker/web.Dockerfile': 'ARG BASE\nFROM $BASE\n',
  });
  const { context, args } = of('docker/web.Dockerfile');
  assert.deepEqual([context, args], ['', { BASE: 'alpine:3.20' }]);
  assert.deepEqual(of('other/Dockerfile').context, undefined);
});

test('builds that disagree say nothing', () => {
  const { of } = builds({
    'compose.yaml': 'services:\n  a:\n    build: {context: ., args: {V: "1", W: x}}\n  b:\n    build: {context: ., args: {V: "2", W: x}}\n',
    Dockerfile: 'FROM alpine\n',
  });
  assert.deepEqual(of('Dockerfile').args, { W: 'x' });
});

test('images and contexts that are built here stand on what their Dockerfiles stand on, through several of them', () => {
  const { images, of } = builds({
    'docker-bake.hcl':
      'target "base" { dockerfile = "base.Dockerfile"\n tags = ["corp/base:1"] }\n' +
      'target "mid" { dockerfile = "mid.Dockerfile"\n tags = ["corp/mid"] }\n' +
      'target "app" { dockerfile = "app.Dockerfile"\n contexts = { deps = "target:mid" } }\n',
    'base.Dockerfile': 'FROM debian:12\n',
    'mid.Dockerfile': 'FROM corp/base:1\n',
    'app.Dockerfile': 'FROM deps\n',
  });
  assert.deepEqual([images['corp/base:1']?.family, images['corp/base']?.family, images['corp/mid']?.release], ['debian', 'debian', '12']);
  assert.equal(of('app.Dockerfile').images['deps']?.libc?.family, 'glibc');
});

test('one name on two C libraries, and a name that the catalogue knows, are not taken', () => {
  const { images } = builds({
    'compose.yaml':
      'services:\n  a: {image: corp/app, build: {context: a}}\n  b: {image: corp/app, build: {context: b}}\n  c: {image: redis, build: {context: b}}\n',
    'a/Dockerfile': 'FROM alpine:3.20\n',
    'b/Dockerfile': 'FROM debian:12\n',
  });
  assert.deepEqual(Object.keys(images), []);
});

test('Skaffold names the images of manifests', () => {
  const { images } = builds({
    'skaffold.yaml':
      'apiVersion: skaffold/v3\nkind: Config\nbuild:\n  artifacts:\n  - {image: web, context: src/web}\n  - {image: java, context: src/java, jib: {}}\n',
    'src/web/Dockerfile': 'FROM node:22-alpine\n',
    'src/java/Dockerfile': 'FROM debian:12\n',
  });
  assert.deepEqual(
    Object.entries(images).map(([name, { family }]) => [name, family]),
    [['web', 'alpine']],
  );
});

test('a broken file names nothing and stops nothing', () => {
  assert.deepEqual(builds({ 'compose.yaml': 'services: [', 'docker-bake.hcl': 'target {' }).images, {});
});

test('without a word about it the context is the nearest folder that has what is copied', () => {
  const choose = (text: string, there: readonly string[]): string => {
    const reading = readDockerfile(new TextEncoder().encode(text), 'Dockerfile');
    assert.equal(reading.kind, 'dockerfile');
    return reading.kind === 'dockerfile'
      ? chooseContext(reading.build, ['cmd/app', 'cmd', ''], (folder, path) => there.includes(folder === '' ? path : `${folder}/${path}`))
      : '';
  };
  assert.equal(choose('FROM node\nCOPY package.json yarn.lock ./\n', ['package.json', 'yarn.lock', 'cmd/app/package.json']), '');
  assert.equal(choose('FROM node\nCOPY package.json .\n', ['package.json', 'cmd/app/package.json']), 'cmd/app');
  assert.equal(choose('FROM golang:1.25\nCOPY . .\nRUN make app\n', ['Makefile']), '');
  assert.equal(choose('FROM golang:1.25\nCOPY . .\nRUN make app\n', []), 'cmd/app');
  assert.equal(choose('FROM alpine\nCOPY . .\nCOPY --from=x /a /a\n', ['a']), 'cmd/app');
  assert.equal(choose('FROM alpine\nCOPY cmd/app/*.conf /etc/\n', ['cmd/app']), '');
});

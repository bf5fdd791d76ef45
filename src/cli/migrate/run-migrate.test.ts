import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { send, serve } from '../../net/loopback-server.suite.ts';
import type { MigrateOptions } from '../commands/migrate.ts';
import { silentProgress } from '../progress.ts';
import { dockerfileOf } from './dockerfile-of.ts';
import { runMigrate } from './run-migrate.ts';

interface Outcome {
  readonly out: string;
  readonly problem: string;
  readonly code: number;
}

async function run(dockerfile: string, options: Partial<MigrateOptions>): Promise<Outcome> {
  const outcome = { out: '', problem: '', code: 0 };
  await runMigrate(
    dockerfileOf(dockerfile) ?? '',
    { to: 'debian:13-slim', buildArg: [], format: 'pretty', plainHttp: true, ...options },
    {
      out: (text) => void (outcome.out += text),
      problem: (text) => void (outcome.problem += text),
      env: {},
      colors: false,
      columns: 100,
      progress: silentProgress,
      connection: { plainHttp: true },
      exitWith: (value) => void (outcome.code = Math.max(outcome.code, value)),
    },
  );
  return outcome;
}

function project(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-migrate-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('a migration is judged before it is shown', () => {
  const lock = JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { 'glibc-only': '1.0.0' } },
      'node_modules/glibc-only': { version: '1.0.0', os: ['linux'], libc: ['glibc'] },
    },
  });
  const dockerfile = 'FROM node:22-trixie-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCMD ["node", "x.js"]\n';

  it('says what would fail, in the summary, in the file, in JSON and in the exit code, and again on the second run', async (t) => {
    const folder = project(t, { Dockerfile: dockerfile, 'package.json': '{}', 'package-lock.json': lock });
    const shown = await run(folder, { to: 'alpine:3.22' });
    assert.equal(shown.code, 1);
    assert.match(shown.out, /^\+# basewise: check: The package manager refuses the lock on this target/m);
    assert.match(shown.problem, /check says it breaks; before, it runs/);
    const json: {
      readonly complete: boolean;
      readonly check: { readonly before: string; readonly after: string; readonly appeared: object[] };
    } = JSON.parse((await run(folder, { to: 'alpine:3.22', format: 'json' })).out);
    assert.deepEqual([json.complete, json.check.before, json.check.after, json.check.appeared.length], [false, 'runs', 'breaks', 1]);
    await run(folder, { to: 'alpine:3.22', write: true });
    const written = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    const second = await run(folder, { to: 'alpine:3.22', write: true });
    assert.deepEqual([second.code, readFileSync(join(folder, 'Dockerfile'), 'utf8')], [1, written]);
  });

  it('does not count against the migration what failed before', async (t) => {
    const broken = 'FROM alpine:3.22\nRUN apt-get install -y curl\nRUN apk add --no-cache jq\n';
    const { problem } = await run(project(t, { Dockerfile: broken }), { to: 'alpine:3.21' });
    assert.match(problem, /check says it breaks, as before/);
    assert.doesNotMatch(problem, /would fail/);
  });
});

describe('--online', () => {
  const manifest = '{"schemaVersion":2}';
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  const old = `sha256:${'1'.repeat(64)}`;
  const registry = async (t: TestContext): Promise<{ readonly host: string; readonly seen: readonly { readonly url: string }[] }> =>
    serve(t, (request, response) =>
      request.url === '/v2/library/node/manifests/22-trixie-slim'
        ? send(response, 200, manifest, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' })
        : send(response, 404, '{}'),
    );

  it('pins the new image by the digest that its registry gives', async (t) => {
    const { host } = await registry(t);
    const folder = project(t, { Dockerfile: `FROM ${host}/library/node:22-alpine@${old}\nCMD ["node"]\n` });
    const { out, code } = await run(folder, { online: true });
    assert.match(out, new RegExp(`^\\+FROM ${host}/library/node:22-trixie-slim@${digest}$`, 'm'));
    assert.equal(code, 0);
  });

  it('says that a pin is lost where no registry is asked', async (t) => {
    const { host, seen } = await registry(t);
    const folder = project(t, { Dockerfile: `FROM ${host}/library/node:22-alpine@${old}\nCMD ["node"]\n` });
    const { out, code } = await run(folder, {});
    assert.match(out, /^\+# basewise: the pin @sha256:1{12}… was the old image's: pin \S+node:22-trixie-slim anew$/m);
    assert.deepEqual([code, seen], [1, []]);
  });

  it('says that the new image is not there', async (t) => {
    const { host } = await registry(t);
    const folder = project(t, { Dockerfile: `FROM ${host}/library/node:20-alpine\nCMD ["node"]\n` });
    const { out, code } = await run(folder, { online: true });
    assert.match(out, /^\+# basewise: \S+node:20-trixie-slim was not found: /m);
    assert.equal(code, 1);
  });
});

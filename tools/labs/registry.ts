// `npm run lab:registry`: pulls from Debian's docker-registry what Debian's skopeo pushed there, openly and behind a password, and holds it against the same
// images read from files: manifest digest and configuration as skopeo inspects them, every entry of the merged tree as the file gave it. Images that the kit
// says are refused must be, with the same choices. Exits 1 on a mismatch.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BasewiseError } from '../../src/errors.ts';
import type { OpenOptions } from '../../src/subjects/open-subject.ts';
import { readSubject, type ReadSubject } from '../../src/subjects/read-subject.ts';
import { aptInstall } from '../apt.ts';
import { kitImages, type KitImage } from './kit-images.ts';
import { treeDigest } from './tree-digest.ts';
import { startRegistries, type RegistryServers } from './registry-servers.ts';

aptInstall(['skopeo', 'docker-registry', 'apache2-utils']);
const { images, done } = kitImages();
const servers = await startRegistries();
let checks = 0;
const wrong: string[] = [];
const skipped: string[] = [];

try {
  for (const image of images) await checkImage(image);
  await checkPasswords(images.find(({ name }) => name === 'edge-whiteouts') ?? images[0]!);
} finally {
  servers.stop();
  done();
}
for (const line of skipped) console.log(`skipped ${line}`);
for (const line of wrong) console.log(`WRONG ${line}`);
console.log(
  `lab registry: ${checks - wrong.length} of ${checks} checks over ${images.length - skipped.length} images right, ${skipped.length} images skipped`,
);
process.exit(wrong.length === 0 && images.length > skipped.length ? 0 : 1);

function check(name: string, found: unknown, expected: unknown): void {
  checks++;
  if (JSON.stringify(found) !== JSON.stringify(expected))
    wrong.push(`${name}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

async function checkImage(image: KitImage): Promise<void> {
  const repository = `lab/${image.name}`;
  const problem = push(image, `${servers.open}/${repository}`, servers.open);
  if (problem !== null) return void skipped.push(`${image.name}: skopeo does not push it: ${problem}`);
  const text = `${servers.open}/${repository}:lab`;
  const [pulled, read] = [await outcome(text, image), await outcome(image.subject, image)];
  if (pulled instanceof BasewiseError || read instanceof BasewiseError) {
    check(`${image.name} refusal`, [codeOf(pulled), codeOf(read)], ['platform-missing', 'platform-missing']);
    for (const choice of image.choices ?? ['a choice in the expectation'])
      check(`${image.name} choice`, pulled instanceof BasewiseError && pulled.hint?.includes(choice), true);
    console.log(`ok     ${image.name}: refused, ${pulled instanceof BasewiseError ? (pulled.hint ?? '') : ''}`);
    return;
  }
  check(`${image.name} is accepted`, image.choices, undefined);
  const inspected = inspect(`docker://${text}`, image);
  check(`${image.name} digest`, pulled.digest, inspected.digest);
  check(
    `${image.name} configuration`,
    [pulled.config?.env, pulled.config?.cmd, pulled.config?.entrypoint, pulled.config?.user],
    inspected.config,
  );
  check(`${image.name} platform`, pulled.platform?.architecture, image.platform.architecture);
  const [tree, entries] = treeDigest(pulled.rootfs.tree);
  check(`${image.name} tree`, tree, treeDigest(read.rootfs.tree)[0]);
  check(`${image.name} is complete`, [pulled.read.complete, entries > 0], [read.read.complete, true]);
  console.log(
    `ok     ${image.name}: ${entries} entries, ${pulled.digest ?? ''}`.replace(/^ok {5}/, wrong.length > 0 ? '      ' : 'ok     '),
  );
}

/** Two of the images need all their manifests, and what skopeo would convert must stay as it is. Null, or skopeo's last word. */
function push(image: KitImage, target: string, host: string): string | null {
  const credentials = host === servers.guarded ? ['--dest-creds', `${servers.user}:${servers.password}`] : [];
  const form = image.skopeo.startsWith('docker-archive:') ? [] : ['--preserve-digests'];
  const all = image.name.includes('multiarch') ? ['--all'] : [];
  const run = spawnSync(
    'skopeo',
    [
      '--policy',
      join(servers.folder, 'policy.json'),
      'copy',
      '-q',
      '--dest-tls-verify=false',
      ...credentials,
      ...form,
      ...all,
      image.skopeo,
      `docker://${target}:lab`,
    ],
    { encoding: 'utf8' },
  );
  return run.status === 0 ? null : (run.stderr.trim().split('\n').at(-1) ?? '').slice(-200);
}

async function outcome(text: string, image: KitImage, more: OpenOptions = {}): Promise<ReadSubject | BasewiseError> {
  try {
    return await readSubject(text, { platform: image.platform, environment: { HOME: servers.folder }, ...more }, { digests: true });
  } catch (error) {
    if (error instanceof BasewiseError) return error;
    throw error;
  }
}

function codeOf(result: ReadSubject | BasewiseError): string | undefined {
  return result instanceof BasewiseError ? result.code : undefined;
}

/** What skopeo says of the image that it would choose for this platform. */
function inspect(reference: string, image: KitImage): { readonly digest: string; readonly config: unknown } {
  const skopeo = (...more: string[]): string =>
    spawnSync('skopeo', ['--override-arch', image.platform.architecture, 'inspect', '--tls-verify=false', ...more, reference], {
      encoding: 'utf8',
    }).stdout;
  const raw = skopeo('--raw');
  const manifests = (JSON.parse(raw) as { manifests?: { digest: string; platform?: { architecture?: string } }[] }).manifests;
  const digest =
    manifests === undefined
      ? `sha256:${createHash('sha256').update(raw).digest('hex')}`
      : manifests.find(({ platform }) => platform?.architecture === image.platform.architecture)?.digest;
  const { config = {} } = JSON.parse(skopeo('--config') || '{}') as {
    config?: { Env?: unknown; Cmd?: unknown; Entrypoint?: unknown; User?: unknown };
  };
  return { digest: digest ?? '', config: [config.Env ?? [], config.Cmd ?? [], config.Entrypoint ?? [], config.User] };
}

/** Anonymous, wrong and right, by Docker's configuration and by a credential helper. */
async function checkPasswords(image: KitImage): Promise<void> {
  const repository = 'private/lab';
  check('skopeo pushes with a password', push(image, `${servers.guarded}/${repository}`, servers.guarded), null);
  const text = `registry:${servers.guarded}/${repository}:lab`;
  const pull = (environment: RegistryEnvironment): Promise<ReadSubject | BasewiseError> => outcome(text, image, { environment });
  check('anonymous is refused', codeOf(await pull({ HOME: servers.folder })), 'registry-unauthorized');
  check('a wrong password is refused', codeOf(await pull(dockerConfig(servers, 'wrong'))), 'registry-unauthorized');
  const [right, helped] = [await pull(dockerConfig(servers, servers.password)), await pull(helperConfig(servers))];
  check('the right password is accepted', [codeOf(right), codeOf(helped)], [undefined, undefined]);
  if (!(right instanceof BasewiseError)) console.log(`ok     ${image.name} behind a password: ${treeDigest(right.rootfs.tree)[1]} entries`);
}

type RegistryEnvironment = Readonly<Record<string, string>>;

function dockerConfig({ folder, guarded, user }: RegistryServers, password: string): RegistryEnvironment {
  const own = join(folder, `config-${password}`);
  mkdirSync(own);
  writeFileSync(
    join(own, 'config.json'),
    JSON.stringify({ auths: { [guarded]: { auth: Buffer.from(`${user}:${password}`).toString('base64') } } }),
  );
  return { DOCKER_CONFIG: own, HOME: folder };
}

function helperConfig({ folder, guarded, user, password }: RegistryServers): RegistryEnvironment {
  const own = join(folder, 'config-helper');
  mkdirSync(own);
  writeFileSync(join(own, 'config.json'), JSON.stringify({ credHelpers: { [guarded]: 'lab' } }));
  writeFileSync(
    join(own, 'docker-credential-lab'),
    `#!/bin/sh\n[ "$(cat)" = "${guarded}" ] && echo '${JSON.stringify({ Username: user, Secret: password })}'\n`,
    { mode: 0o755 },
  );
  return { DOCKER_CONFIG: own, HOME: folder, PATH: `${own}:${process.env['PATH'] ?? ''}` };
}

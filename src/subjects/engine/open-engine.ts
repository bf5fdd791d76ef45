import { BasewiseError } from '../../errors.ts';
import { dockerAddress, podmanAddress, type EngineAddress } from '../../net/engine/engine-address.ts';
import { askEngine } from '../../net/engine/engine-client.ts';
import type { HttpResponse } from '../../net/http/http-client.ts';
import type { Environment } from '../../net/http/proxy.ts';
import { readBody } from '../../net/http/read-body.ts';
import type { Platform } from '../../image/source.ts';
import type { OpenedSubject } from '../opened-subject.ts';
import { openArchiveStream } from '../streamed-archive/open-archive-stream.ts';
import type { Subject } from '../subject.ts';

/** Opens an image of a local engine, which sends it as an archive through its socket. Throws BasewiseError. */
export async function openEngine(
  subject: Extract<Subject, { kind: 'engine' }>,
  platform: Platform,
  environment: Environment,
  signal: AbortSignal | undefined,
): Promise<OpenedSubject> {
  const address = subject.engine === 'docker' ? dockerAddress(environment) : podmanAddress(environment);
  const response = await ask(subject, address, signal);
  if (response.status !== 200) throw await refusal(subject, response);
  const again = async function* (): AsyncGenerator<Uint8Array> {
    yield* (await ask(subject, address, signal)).body;
  };
  return openArchiveStream(subject.text, response.body, { name: undefined, platform }, again);
}

/** Podman's own interface resolves short names as podman does; its Docker one would look on Docker Hub only. */
function pathFor(subject: Extract<Subject, { kind: 'engine' }>): string {
  const name = subject.name.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':').replaceAll('%40', '@');
  return subject.engine === 'docker' ? `/images/${name}/get` : `/v4.0.0/libpod/images/${name}/get?format=docker-archive`;
}

async function ask(
  subject: Extract<Subject, { kind: 'engine' }>,
  address: EngineAddress,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  try {
    return await askEngine(address, pathFor(subject), signal);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(subject, address, error);
  }
}

function unreachable(subject: Extract<Subject, { kind: 'engine' }>, address: EngineAddress, cause: unknown): BasewiseError {
  const where = address.kind === 'socket' ? address.path : `${address.host}:${address.port}`;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const start =
    subject.engine === 'docker'
      ? 'start Docker, or set DOCKER_HOST'
      : 'start its service: podman system service --time=0, or set CONTAINER_HOST';
  const save = `${subject.engine} save ${subject.name} | basewise check -`;
  const details = { path: where, cause };
  if (code === 'ENOENT')
    return new BasewiseError('engine-absent', `${subject.engine} is not running here: there is no socket`, {
      ...details,
      hint: `${start}; or: ${save}`,
    });
  if (code === 'EACCES')
    return new BasewiseError('engine-denied', `permission denied at the socket of ${subject.engine}`, {
      ...details,
      hint: `run as a user who may use it; or: ${save}`,
    });
  if (code === 'ECONNREFUSED') return new BasewiseError('engine-absent', `${subject.engine} does not answer`, { ...details, hint: start });
  return new BasewiseError('engine-failed', `${subject.engine} cannot be asked (${typeof code === 'string' ? code : 'unknown reason'})`, {
    ...details,
    hint: save,
  });
}

async function refusal(subject: Extract<Subject, { kind: 'engine' }>, response: HttpResponse): Promise<BasewiseError> {
  const said = messageOf(await readBody(response, 64 * 1024));
  if (response.status === 404) {
    return new BasewiseError('image-missing', `${subject.engine} has no image ${subject.name}`, {
      path: subject.text,
      hint: `pull it: ${subject.engine} pull ${subject.name}; or registry:${subject.name} reads it without an engine`,
    });
  }
  return new BasewiseError('engine-failed', `${subject.engine} answered ${response.status}${said === '' ? '' : `: ${said}`}`, {
    path: subject.text,
  });
}

function messageOf(body: Uint8Array | null): string {
  try {
    const { message, cause } = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as { message?: unknown; cause?: unknown };
    const text = typeof message === 'string' ? message : typeof cause === 'string' ? cause : '';
    return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
  } catch {
    return '';
  }
}

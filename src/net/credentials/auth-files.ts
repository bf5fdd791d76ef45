import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../http/proxy.ts';

/** Files that may hold credentials, in the order they are asked. `REGISTRY_AUTH_FILE` names the only one, as for Podman and skopeo. */
export function authFiles(environment: Environment): readonly string[] {
  const only = environment['REGISTRY_AUTH_FILE'];
  if (only) return [only];
  const home = environment['HOME'] || homedir();
  const runtime = environment['XDG_RUNTIME_DIR'];
  return [
    join(environment['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json'),
    ...(runtime ? [join(runtime, 'containers/auth.json')] : []),
    join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'containers/auth.json'),
  ];
}

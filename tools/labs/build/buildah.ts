import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's buildah with storage of its own: chroot isolation, no daemon, nothing pulled. */
export interface Buildah {
  readonly build: (file: string, context: string, tag: string) => void;
  /** Runs a command in an image; gives what it printed. Throws when it exits with anything but 0. */
  readonly run: (tag: string, argv: readonly string[]) => string;
  readonly has: (tag: string) => boolean;
  readonly clear: () => void;
}

export function openBuildah(folder: string): Buildah {
  mkdirSync(folder, { recursive: true });
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, '{"default":[{"type":"insecureAcceptAnything"}]}');
  const storage = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  return {
    build(file, context, tag) {
      // OCI images cannot hold SHELL.
      const options = ['--isolation', 'chroot', '--pull-never', '--signature-policy', policy, '--layers=false', '--format', 'docker'];
      execute('buildah', [...storage, 'build', ...options, '-t', tag, '-f', file, context]);
    },
    run(tag, argv) {
      const container = execute('buildah', [...storage, 'from', '--pull-never', '--signature-policy', policy, tag]).trim();
      try {
        return execute('buildah', [...storage, 'run', '--isolation', 'chroot', container, '--', ...argv]);
      } finally {
        spawnSync('buildah', [...storage, 'rm', container], { stdio: 'ignore' });
      }
    },
    has: (tag) => spawnSync('buildah', [...storage, 'inspect', '--type', 'image', tag], { stdio: 'ignore' }).status === 0,
    clear() {
      spawnSync('buildah', [...storage, 'rm', '-a'], { stdio: 'ignore' });
      spawnSync('buildah', [...storage, 'rmi', '-a', '-f'], { stdio: 'ignore' });
    },
  };
}

/** Throws with the end of what the program printed. */
export function execute(program: string, args: readonly string[], cwd?: string): string {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...(cwd === undefined ? {} : { cwd }) });
  if (done.status !== 0) throw new Error(`${program} ${args.at(-1) ?? ''} failed: ${`${done.stdout}${done.stderr}`.slice(-1500)}`);
  return done.stdout;
}

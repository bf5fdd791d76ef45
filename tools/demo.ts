// `npm run demo`: builds the example's two images (examples/orders) and asks basewise about them, as a user would.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const images = 'node_modules/.cache/basewise-demo';
const built = join(images, '.built');
if (!existsSync(built)) {
  mkdirSync(images, { recursive: true });
  process.stderr.write('building two images of examples/orders from npm and Debian packages …\n');
  const build = spawnSync(process.execPath, ['examples/orders/build-images.ts', images], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (build.status !== 0) {
    process.stderr.write('the example needs Debian or Ubuntu (apt-get, dpkg-deb, GNU tar) and npm; everything else in basewise does not\n');
    process.exit(build.status ?? 1);
  }
  writeFileSync(built, '');
}

show(['check', join(images, 'orders-musl.tar'), '--on', join(images, 'orders-debian.tar')], 1);
show(['ldd', '--in', join(images, 'orders-musl.tar'), '/usr/local/bin/node'], 1);

/** Prints a command and its output; any exit code but the expected one is a failure of the demo. */
function show(args: readonly string[], expected: number): void {
  process.stdout.write(`\n$ basewise ${args.join(' ')}\n`);
  const run = spawnSync(process.execPath, ['src/main.ts', ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  process.stdout.write(`(exit ${run.status})\n`);
  if (run.status !== expected) process.exit(1);
}

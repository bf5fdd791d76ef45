import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minbase } from './minbase.ts';
import type { ProfileSource } from './sources.ts';

/** Makes the root of a source below `work` and returns the subject to read. Debian packages come from the archive that apt is configured for. */
export function buildRoot(source: ProfileSource, kits: string, work: string): string {
  const folder = join(work, source.name.replaceAll(/[/:]/g, '_'));
  switch (source.from) {
    case 'archive':
      return join(kits, 'images/roots', source.archive);
    case 'mmdebstrap': {
      const tar = `${folder}.tar`;
      run('mmdebstrap', [
        '--quiet',
        ...minbase(source.suite),
        ...['man', 'doc', 'locale', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
        source.suite,
        tar,
        `deb ${site()} ${source.suite} main`,
      ]);
      return `rootfs:${tar}`;
    }
    case 'packages':
      unpackPackages(folder, source.suite, source.packages, source.database);
      if (source.name.startsWith('distroless/')) addDistrolessFiles(folder);
      return `rootfs:${folder}`;
  }
}

/** Unpacks packages without running anything and records them in dpkg's database, or as Distroless does in /var/lib/dpkg/status.d. */
function unpackPackages(root: string, suite: string, packages: readonly string[], database: 'status' | 'status.d'): void {
  const folder = join(root, database === 'status' ? 'var/lib/dpkg/info' : 'var/lib/dpkg/status.d');
  mkdirSync(folder, { recursive: true });
  const index = run('sh', ['-ec', `curl -fsS "$1/dists/$2/main/binary-amd64/Packages.xz" | xz -dc`, 'sh', site(), suite]);
  for (const name of packages) {
    const entry = index.split('\n\n').find((paragraph) => paragraph.startsWith(`Package: ${name}\n`));
    const file = /^Filename: (.*)$/m.exec(entry ?? '')?.[1];
    if (entry === undefined || file === undefined) throw new Error(`${name} is not in ${suite}`);
    const deb = join(root, '..', `${name}-${suite}.deb`);
    run('curl', ['-fsS', '-o', deb, `${site()}/${file}`]);
    run('dpkg-deb', ['-x', deb, root]);
    const control = run('dpkg-deb', ['-f', deb]);
    if (database === 'status') {
      appendFileSync(join(root, 'var/lib/dpkg/status'), `${control.replace('\n', '\nStatus: install ok installed\n')}\n`);
      writeFileSync(
        join(folder, `${name}.list`),
        run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -t | sed "s,^\\.,,; s,/\\$,,"', 'sh', deb]),
      );
    } else {
      writeFileSync(join(folder, name), control);
      writeFileSync(
        join(folder, `${name}.md5sums`),
        run('sh', ['-c', 'dpkg-deb --ctrl-tarfile "$1" | tar -xO ./md5sums || true', 'sh', deb]),
      );
    }
  }
}

/** What Distroless makes itself instead of running maintainer scripts: accounts, os-release, the certificate bundle (its common/ and cacerts/ rules). */
function addDistrolessFiles(root: string): void {
  const accounts = [
    'root:x:0:0:root:/root:/sbin/nologin',
    'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin',
    'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin',
  ];
  writeFileSync(join(root, 'etc/passwd'), `${accounts.join('\n')}\n`);
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n');
  for (const folder of ['tmp', 'home/nonroot', 'root', 'etc/ssl/certs']) mkdirSync(join(root, folder), { recursive: true });
  const release = join(root, 'usr/lib/os-release');
  writeFileSync(release, readFileSync(release, 'utf8').replace(/^PRETTY_NAME=.*$/m, 'PRETTY_NAME="Distroless"'));
  run('sh', ['-c', 'cat "$1"/usr/share/ca-certificates/*/*.crt > "$1/etc/ssl/certs/ca-certificates.crt"', 'sh', root]);
}

/** The address of the Debian archive that apt is configured for. */
export function site(): string {
  const targets = run('apt-get', ['indextargets', '--format', '$(SITE) $(CODENAME)']);
  const found = targets.split('\n').find((line) => /debian\/? [a-z]+$/.test(line) && !line.includes('-'));
  const address = (found ?? targets.split('\n').find((line) => /debian\/? /.test(line)) ?? '').split(' ')[0];
  if (address === undefined || address === '') throw new Error('apt has no Debian archive configured');
  return address;
}

export function run(command: string, args: readonly string[]): string {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 29 });
  if (result.status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')}: exit ${result.status}\n${result.stderr}`);
  return result.stdout;
}

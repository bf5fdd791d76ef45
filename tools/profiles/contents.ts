import { run, site } from './build-root.ts';

/** Debian's index of all files of a suite's packages (`Contents-amd64.gz`): soname → the package that has it in a folder of the loader. */
export function librariesOf(suite: string): ReadonlyMap<string, string> {
  const text = run('sh', ['-ec', 'curl -fsS "$1/dists/$2/main/Contents-amd64.gz" | gzip -dc', 'sh', site(), suite]);
  return chooseProviders(parseContents(text));
}

/** Package → names of its shared libraries. */
export function parseContents(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const byPackage = new Map<string, Set<string>>();
  for (const [, name = '', where = ''] of text.matchAll(
    /^(?:usr\/)?lib\/(?:x86_64-linux-gnu\/)?(lib[^/\s]+\.so(?:\.[\w.]+)?)\s+(\S+)$/gm,
  )) {
    for (const place of where.split(',')) {
      const pkg = place.slice(place.lastIndexOf('/') + 1);
      if (/-(dev|dbg|cross|udeb)$/.test(pkg)) continue;
      const names = byPackage.get(pkg) ?? new Set();
      byPackage.set(pkg, names);
      names.add(name);
    }
  }
  return byPackage;
}

/** Of several packages the library's own (`lib…`, the shortest name) counts; the full version of a file that has a shorter name too is no soname. */
export function chooseProviders(byPackage: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, string> {
  const providers = new Map<string, string>();
  const rank = (pkg: string): number => (pkg.startsWith('lib') ? 0 : 1000) + pkg.length;
  for (const [pkg, names] of byPackage) {
    for (const name of names) {
      const shorter = [...names].some((other) => name.startsWith(`${other}.`) && /\.so\.\d/.test(other));
      const longer = [...names].some((other) => other.startsWith(`${name}.`));
      const known = providers.get(name);
      if ((shorter && !longer) || (known !== undefined && rank(known) <= rank(pkg))) continue;
      providers.set(name, pkg);
    }
  }
  return providers;
}

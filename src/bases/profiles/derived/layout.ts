import type { Architecture } from './abi-table.ts';
import type { DerivedFamily } from './derived-bases.ts';

export interface Layout {
  readonly machine: number;
  /** Folder of the libraries. */
  readonly libraries: string;
  /** What programs name as their interpreter. */
  readonly interpreter: string;
  readonly loaderSoname: string;
  /** Built into the loader, with trailing slash, in search order (loader.md, section 5.1). */
  readonly systemDirectories: readonly string[];
  readonly links: Readonly<Record<string, string>>;
}

/** Where a family keeps libraries and loader; every base here has merged /usr. */
export function layoutOf(layout: DerivedFamily['layout'], architecture: Architecture): Layout {
  const x86 = architecture === 'x86_64';
  const machine = x86 ? 62 : 183;
  const loaderSoname = x86 ? 'ld-linux-x86-64.so.2' : 'ld-linux-aarch64.so.1';
  const interpreter = `${x86 ? '/lib64' : '/lib'}/${loaderSoname}`;
  const common = { machine, interpreter, loaderSoname };
  const merged = { '/bin': 'usr/bin', '/sbin': 'usr/sbin', '/lib': 'usr/lib' };
  if (layout === 'multiarch') {
    const triplet = `${architecture}-linux-gnu`;
    const libraries = `/usr/lib/${triplet}`;
    return {
      ...common,
      libraries,
      systemDirectories: [`/lib/${triplet}/`, `/usr/lib/${triplet}/`, '/lib/', '/usr/lib/'],
      links: x86
        ? { ...merged, '/lib64': 'usr/lib64', [`/usr/lib64/${loaderSoname}`]: `../lib/${triplet}/${loaderSoname}` }
        : { ...merged, [`/usr/lib/${loaderSoname}`]: `${triplet}/${loaderSoname}` },
    };
  }
  if (layout === 'lib') {
    return {
      ...common,
      libraries: '/usr/lib',
      // Wolfi builds these in (its glibc.yaml: user-defined-trusted-dirs).
      systemDirectories: ['/usr/local/lib/', '/usr/local/lib64/', '/usr/lib/', '/usr/lib64/', '/lib/', '/lib64/'],
      links: { ...merged, '/lib64': 'usr/lib', '/usr/lib64': 'lib' },
    };
  }
  return {
    ...common,
    libraries: '/usr/lib64',
    systemDirectories: ['/lib64/', '/usr/lib64/'],
    links: x86
      ? { ...merged, '/lib64': 'usr/lib64' }
      : { ...merged, '/lib64': 'usr/lib64', [`/usr/lib/${loaderSoname}`]: `../lib64/${loaderSoname}` },
  };
}

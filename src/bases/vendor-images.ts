import type { BaseLibc, ClassifyOptions, Found, Variant } from './classification.ts';
import { fromMarker, variantsIn } from './tag-markers.ts';

/** Publishers with naming rules of their own: Google distroless, Chainguard, Red Hat, Microsoft, AWS Lambda, Docker Hardened Images, busybox. */
export function vendorImage(name: string, tag: string | undefined, options: ClassifyOptions): Found | undefined {
  for (const rule of rules) {
    const found = rule(name, tag ?? '', options);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Rule = (name: string, tag: string, options: ClassifyOptions) => Found | undefined;

const rules: readonly Rule[] = [scratch, distroless, chainguard, hardened, dotnet, azure, ubi, lambda, busybox];

function scratch(name: string): Found | undefined {
  if (name !== 'scratch') return undefined;
  return { family: 'scratch', release: null, libc: { family: 'none', version: null }, rule: 'scratch', why: 'the empty image' };
}

/** gcr.io/distroless; without `-debianN` the name is an alias that moves with the default release. */
function distroless(name: string, tag: string, { buildDate }: ClassifyOptions): Found | undefined {
  const match = /^gcr\.io\/distroless\/(static|base-nossl|base|cc|java-base|java\d*|nodejs\d*|python[\d.]*|dotnet)(?:-debian(\d+))?$/.exec(
    name,
  );
  const kind = match?.[1];
  if (kind === undefined) return undefined;
  const isStatic = kind === 'static';
  const own: readonly Variant[] = isStatic ? ['distroless', 'static'] : ['distroless'];
  const variants = [...own, ...variantsIn(tag)];
  const none: BaseLibc = { family: 'none', version: null };
  const libc = isStatic ? { libc: none } : {};
  const release = match?.[2] ?? distrolessDefault(kind, buildDate);
  const why =
    match?.[2] === undefined ? 'the name without -debianN is an alias for the current default' : `the name says Debian ${match[2]}`;
  return { family: 'debian', release, variants, ...libc, floating: match?.[2] === undefined, rule: 'distroless', why };
}

/** GoogleContainerTools/distroless: the unversioned names pointed to Debian 10 until late 2021, 11 until mid 2023, 12 until late 2025. Language images were retired at each step. */
function distrolessDefault(kind: string, date: string | undefined): string | null {
  if (/^(?:java|nodejs|python|dotnet)/.test(kind) && date === undefined) return null;
  if (date === undefined || date >= '2025-10-01') return '13';
  if (date >= '2023-07-01') return '12';
  return date >= '2021-12-01' ? '11' : '10';
}

function chainguard(name: string, tag: string): Found | undefined {
  const image = /^(?:cgr\.dev\/[^/]+|chainguard)\/(.+)$/.exec(name)?.[1];
  if (image === undefined) return undefined;
  const why = 'Chainguard images are built from Wolfi packages';
  const base = { family: 'wolfi', release: 'rolling', floating: true, rule: 'chainguard', why } as const;
  const own: readonly Variant[] = tag.endsWith('-dev') || /(?:^|-)base$/.test(image) ? [] : ['distroless'];
  const fips: readonly Variant[] = image.endsWith('-fips') ? ['fips'] : [];
  const variants = [...own, ...fips, ...variantsIn(tag)];
  if (image === 'static') return { ...base, variants: ['static', ...variants], libc: { family: 'none', version: null } };
  return { ...base, variants };
}

/** Docker Hardened Images: Debian unless the tag says Alpine; `-dev` has a shell and a package manager. */
function hardened(name: string, tag: string): Found | undefined {
  const image = /^(?:dhi\.io\/|[\w.-]+(?:\/[\w.-]+)*\/dhi-)([\w.-]+)$/.exec(name)?.[1];
  if (image === undefined) return undefined;
  const marker = fromMarker(tag) ?? fromMarker(image) ?? fromMarker(image.replace(/-base$/, ''));
  const own: readonly Variant[] = tag.includes('dev') ? [] : ['distroless'];
  const variants: readonly Variant[] = ['hardened', ...own, ...variantsIn(tag)];
  const release = /^(?:debian|alpine)-base$/.test(image) ? (/^(?:(\d+\.\d+)|(\d+)|\w+)/.exec(tag)?.slice(1).find(Boolean) ?? null) : null;
  if (marker !== undefined) return { ...marker, release: marker.release ?? release, variants, rule: 'docker-hardened' };
  return {
    family: 'debian',
    release: null,
    variants,
    certainty: 'possible',
    rule: 'docker-hardened',
    why: 'a Docker Hardened Image without a distribution in its tag is Debian',
  };
}

/** dotnet-docker: a suffix names the distribution; without one .NET 10 is Ubuntu 24.04, 8 and 9 Debian 12, 5 to 7 Debian 11, 3 and 2 Debian 10 and 9. */
function dotnet(name: string, tag: string): Found | undefined {
  const nightly =
    /^(?:mcr\.microsoft\.com\/dotnet\/(?:nightly\/)?(?:core\/)?(?:sdk|runtime|runtime-deps|aspnet|monitor(?:\/[\w-]+)?|samples)|microsoft\/dotnet|microsoft\/aspnetcore(?:-build)?)$/;
  if (!nightly.test(name)) return undefined;
  const marker = fromMarker(tag);
  if (marker !== undefined) return { ...marker, variants: [...(marker.variants ?? []), ...variantsIn(tag)], rule: 'dotnet' };
  const major = Number(/^(\d+)/.exec(tag)?.[1] ?? (tag === 'latest' ? '10' : '0'));
  const base =
    major >= 10
      ? 'ubuntu 24.04'
      : major >= 8
        ? 'debian 12'
        : major >= 5
          ? 'debian 11'
          : major >= 3
            ? 'debian 10'
            : major >= 1
              ? 'debian 9'
              : undefined;
  if (base === undefined || name.includes('monitor') || name.includes('samples')) return undefined;
  const [family = '', release = null] = base.split(' ');
  // .NET 5 was built on Debian 10 (buster); 6 and 7 on 11.
  return {
    family,
    release: major === 5 ? '10' : release,
    variants: variantsIn(tag),
    rule: 'dotnet',
    why: `.NET ${major} without a suffix is ${base}`,
  };
}

function azure(name: string, tag: string): Found | undefined {
  const match = /^mcr\.microsoft\.com\/(azurelinux|azurelinux-beta|cbl-mariner)\/(.+)$/.exec(name);
  if (match === null) return undefined;
  const release = /^(\d\.\d)/.exec(tag)?.[1] ?? null;
  const family = match[1] === 'cbl-mariner' ? 'mariner' : 'azurelinux';
  const variants: readonly Variant[] = /distroless/.test(match[2] ?? '') ? ['distroless', ...variantsIn(tag)] : variantsIn(tag);
  return { family, release, variants, rule: 'mcr-azl', why: `an image of ${family}` };
}

function ubi(name: string, tag: string): Found | undefined {
  const base = /(?:^|\/)ubi(\d+)(?:\/ubi(?:\d+)?)?(?:[-/](minimal|micro|init))?$/.exec(name);
  const redHat = /^(?:registry\.(?:access\.)?redhat\.(?:com|io)|redhat)\//.test(name);
  const application = redHat ? /(?:^|\/)ubi(\d+)\/[\w-]+$/.exec(name) : null;
  const major = base?.[1] ?? application?.[1];
  if (major === undefined) {
    const rhel = redHat ? /\/(?:rhel|ubi-?)(\d+)/.exec(name) : null;
    return rhel === null ? undefined : { family: 'rhel', release: rhel[1] ?? null, rule: 'ubi', why: 'a Red Hat image' };
  }
  const kind = base?.[2] ?? /-(minimal|micro|init)$/.exec(name)?.[1];
  const own: readonly Variant[] = kind === 'minimal' || kind === 'micro' || kind === 'init' ? ['ubi', kind] : ['ubi'];
  const variants = [...own, ...variantsIn(tag)];
  return { family: 'rhel', release: major, variants, rule: 'ubi', why: `Red Hat Universal Base Image ${major}` };
}

/** public.ecr.aws/lambda: the runtime's version decides between Amazon Linux 1, 2 and 2023 (AWS Lambda runtimes table). */
function lambda(name: string, tag: string): Found | undefined {
  const runtime = /^(?:public\.ecr\.aws\/lambda|amazon\/aws-lambda|public\.ecr\.aws\/sam)[/-](?:build-)?([a-z]+)/.exec(name)?.[1];
  if (runtime === undefined) return undefined;
  const explicit = /(?:^|[.-])al(2023|2)(?:$|[.-])/.exec(tag)?.[1];
  const release = explicit ?? lambdaRelease(runtime, tag);
  const why = release === null ? 'Lambda base images are Amazon Linux' : `Lambda's ${runtime} ${tag} runs on Amazon Linux ${release}`;
  return { family: 'amzn', release, rule: 'lambda', why };
}

function lambdaRelease(runtime: string, tag: string): string | null {
  const [major = NaN, minor = 0] = tag.split(/[.-]/).map(Number);
  const since = { python: 3.12, nodejs: 20, java: 21, ruby: 3.3, dotnet: 8 }[runtime];
  if (since === undefined || Number.isNaN(major)) return null;
  const sinceMajor = Math.trunc(since);
  const sinceMinor = runtime === 'python' ? 12 : runtime === 'ruby' ? 3 : 0;
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor) ? '2023' : '2';
}

/** docker-library/busybox: glibc by default except on arm/v6; the musl and uclibc tags are static. */
function busybox(name: string, tag: string, { platform }: ClassifyOptions): Found | undefined {
  if (name !== 'busybox') return undefined;
  const said = /(?:^|-)(glibc|musl|uclibc)$/.exec(tag)?.[1];
  const armV6 = platform === 'linux/arm/v6';
  const base = { family: 'busybox', release: /^(\d+\.\d+(?:\.\d+)?)/.exec(tag)?.[1] ?? null, rule: 'base-distro' } as const;
  if (said === 'uclibc')
    return { ...base, variants: ['static'], libc: { family: 'uclibc', version: null, static: true }, why: 'the tag says uclibc: static' };
  if (said === 'musl' || (said === undefined && armV6)) {
    return { ...base, variants: ['static'], libc: { family: 'musl', version: null, static: true }, why: 'static musl: no loader' };
  }
  // Before 1.36 (2023) plain busybox was uclibc.
  if (said === undefined && /^1\.(?:[0-9]|[12]\d|3[0-5])(?:$|\.)/.test(tag)) {
    return {
      ...base,
      variants: ['static'],
      certainty: 'possible',
      libc: { family: 'uclibc', version: null, static: true },
      why: 'plain busybox was uclibc before 1.36',
    };
  }
  const version = /^(?:latest|stable|unstable|glibc|1(?:\.38(?:\.\d+)?)?|stable-glibc|1(?:\.38(?:\.\d+)?)?-glibc)$/.test(tag)
    ? '2.41'
    : null;
  return { ...base, libc: { family: 'glibc', version }, why: 'busybox with a glibc loader, without libstdc++ and libgcc' };
}

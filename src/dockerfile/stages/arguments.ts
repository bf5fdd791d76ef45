/** `linux/arm64/v8` in its parts. */
export interface PlatformParts {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string;
}

export function platformParts(platform: string): PlatformParts {
  const [os = 'linux', architecture = 'amd64', variant = ''] = platform.split('/');
  return {
    os,
    architecture: architectures[architecture] ?? architecture,
    variant: variant === 'v8' && architecture.startsWith('a') ? '' : variant,
  };
}

const architectures: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64', i386: '386', armhf: 'arm' };

/** The arguments that BuildKit defines in the global scope (dockerfile2llb defaultArgs); build arguments of the same names replace them. */
export function platformArguments(
  target: string,
  build: string,
  stage: string,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const to = platformParts(target);
  const from = platformParts(build);
  const defined: Readonly<Record<string, string>> = {
    BUILDPLATFORM: format(from),
    BUILDOS: from.os,
    BUILDOSVERSION: '',
    BUILDARCH: from.architecture,
    BUILDVARIANT: from.variant,
    TARGETPLATFORM: format(to),
    TARGETOS: to.os,
    TARGETOSVERSION: '',
    TARGETARCH: to.architecture,
    TARGETVARIANT: to.variant,
    TARGETSTAGE: stage === '' ? 'default' : stage,
  };
  return Object.fromEntries(
    Object.entries(defined).map(([name, value]) => [name, (Object.hasOwn(given, name) ? given[name] : undefined) ?? value]),
  );
}

function format({ os, architecture, variant }: PlatformParts): string {
  return variant === '' ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

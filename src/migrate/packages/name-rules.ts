/**
 * Debian names that an Alpine name may have by how both spell things (package-mapping.md, step 4), the likeliest first. Each is only a candidate: it counts when
 * the release's index has it.
 */
export function debianCandidates(apk: string): readonly string[] {
  const found = rules.flatMap(({ pattern, names }) => {
    const match = pattern.exec(apk);
    return match === null ? [] : names(match[1] ?? '', match[2] ?? '');
  });
  return [...new Set([...found, apk])];
}

interface NameRule {
  readonly pattern: RegExp;
  readonly names: (first: string, second: string) => readonly string[];
}

const rules: readonly NameRule[] = [
  { pattern: /^py3?-(.+)$/, names: (name) => [`python3-${name}`] },
  { pattern: /^perl-(.+)$/, names: (name) => [`lib${name}-perl`] },
  { pattern: /^(?:font|ttf)-(.+)$/, names: (name) => [`fonts-${name}`] },
  { pattern: /^php\d+$/, names: () => ['php-cli'] },
  { pattern: /^php\d+-(?:pecl-)?(.+)$/, names: (name) => [`php-${name}`] },
  { pattern: /^postgresql(\d+)-client$/, names: (version) => [`postgresql-client-${version}`] },
  { pattern: /^postgresql(\d+)$/, names: (version) => [`postgresql-${version}`] },
  { pattern: /^openjdk(\d+)(?:-(jre-headless|jre|jdk))?$/, names: (version, kind) => [`openjdk-${version}-${kind === '' ? 'jdk' : kind}`] },
  { pattern: /^(clang|llvm|lld)(\d+)$/, names: (name, version) => [`${name}-${version}`] },
  { pattern: /^nginx-mod-(.+)$/, names: (name) => [`libnginx-mod-${name}`] },
  { pattern: /^lib(.+)-dev$/, names: (name) => [`lib${name}-dev`, `${name}-dev`] },
  { pattern: /^(.+)-dev$/, names: (name) => [`lib${name}-dev`, `${name}-dev`] },
];

/**
 * Names in an index that differ from this one only in numbers, or in the `t64` of Debian 13 and Ubuntu 24.04: `libicu66` → `libicu76`, `libssl1.1` → `libssl3t64`.
 * The package is the same, the library's ABI is not.
 */
export function successors(name: string, names: ReadonlySet<string>): readonly string[] {
  const parts = name.replace(/t64$/, '').split(/\d+(?:[.]\d+)*/);
  if (parts.length === 1) return [];
  const escaped = parts.map((part) => part.replaceAll(/[.+]/g, '\\$&'));
  const pattern = new RegExp(`^${escaped.join(String.raw`\d+(?:\.\d+)*`)}(?:t64)?$`);
  return [...names].filter((other) => other !== name && pattern.test(other));
}

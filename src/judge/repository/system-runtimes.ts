import type { Classification } from '../../bases/classification.ts';

/** The `python3` that a distribution's release packages: `3.11`; null where the release is not known. From the package indexes of each, as of 2026-11. */
export function systemPython(classification: Classification | null | undefined): string | null {
  if (classification === null || classification === undefined || classification.release === null) return null;
  const versions = pythons[likeRhel.has(classification.family) ? 'rhel' : classification.family];
  return versions?.[classification.release.replace(/^(\d+)\.\d+$/, likeRhel.has(classification.family) ? '$1' : '$&')] ?? null;
}

const likeRhel: ReadonlySet<string> = new Set(['rhel', 'centos', 'rocky', 'almalinux', 'ol']);

const pythons: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
  debian: { 9: '3.5', 10: '3.7', 11: '3.9', 12: '3.11', 13: '3.13' },
  ubuntu: {
    '16.04': '3.5',
    '18.04': '3.6',
    '20.04': '3.8',
    '22.04': '3.10',
    '24.04': '3.12',
    '25.04': '3.13',
    '25.10': '3.13',
    '26.04': '3.14',
  },
  alpine: {
    '3.11': '3.8',
    '3.12': '3.8',
    '3.13': '3.8',
    '3.14': '3.9',
    '3.15': '3.9',
    '3.16': '3.10',
    '3.17': '3.10',
    '3.18': '3.11',
    '3.19': '3.11',
    '3.20': '3.12',
    '3.21': '3.12',
    '3.22': '3.12',
    '3.23': '3.12',
  },
  rhel: { 7: '3.6', 8: '3.6', 9: '3.9', 10: '3.12' },
  amzn: { 2: '3.7', 2023: '3.9' },
  fedora: { 39: '3.12', 40: '3.12', 41: '3.13', 42: '3.13', 43: '3.14' },
};

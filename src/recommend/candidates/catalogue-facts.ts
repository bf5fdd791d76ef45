import { describeBase } from '../../bases/describe-base.ts';
import type { BaseFacts } from '../../bases/describe-base.ts';
import { BasewiseError } from '../../errors.ts';

/** What the catalogue knows of a base by the name that its profile goes by, or by its distribution; null where that is nothing. */
export function catalogueFacts(name: string, today: string): BaseFacts | null {
  try {
    return describeBase(pulledAs(name), today);
  } catch (error) {
    if (error instanceof BasewiseError) return null;
    throw error;
  }
}

/** What stands in FROM for a profile's name. */
export function pulledAs(name: string): string {
  if (name.startsWith('distroless/')) return `gcr.io/${name}`;
  if (name === 'wolfi') return 'cgr.dev/chainguard/wolfi-base';
  if (name === 'busybox') return 'busybox:glibc';
  if (name.startsWith('azurelinux:')) return `mcr.microsoft.com/azurelinux/base/core:${name.slice('azurelinux:'.length)}`;
  return name.replace(/^(alpine:\d+\.\d+)\.\d+$/, '$1');
}

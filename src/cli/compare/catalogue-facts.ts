import { describeBase } from '../../bases/describe-base.ts';
import type { BaseFacts } from '../../bases/describe-base.ts';
import { BasewiseError } from '../../errors.ts';

/** What the catalogue knows, if anything: Alpine's release has a third number that its names do not. */
export function catalogueFacts(name: string, today: string): BaseFacts | undefined {
  try {
    return describeBase(
      name
        .replace(/^(alpine:\d+\.\d+)\..*$/, '$1')
        .replace(/^(rhel|rocky|almalinux|centos):(\d+)(?:\..*)?$/, (_all, family: string, major: string) =>
          family === 'rhel' ? `ubi${major}` : `${family}:${major}`,
        ),
      today,
    );
  } catch (error) {
    if (error instanceof BasewiseError) return undefined;
    throw error;
  }
}

import { migrateDockerfile } from '../migrate-dockerfile.ts';
import type { Migration } from '../migration.ts';
import { parseTarget } from '../target.ts';

/** For tests: the migration of a text; throws where it was passed over. */
export function migrated(text: string, to: string): Migration {
  const result = migrateDockerfile(new TextEncoder().encode(text), 'Dockerfile', parseTarget(to));
  if (result.kind === 'passed-over') throw new Error(`passed over: ${result.why}`);
  return result.migration;
}

/** For tests: why a text was passed over. */
export function passedOver(text: string, to: string): string {
  const result = migrateDockerfile(new TextEncoder().encode(text), 'Dockerfile', parseTarget(to));
  if (result.kind === 'migration') throw new Error('it was migrated');
  return result.why;
}

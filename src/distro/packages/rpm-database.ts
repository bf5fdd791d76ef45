import type { Rootfs } from '../../tree/rootfs.ts';
import type { PackageDatabase } from './database.ts';

export function readRpmDatabases(_rootfs: Rootfs): PackageDatabase[] {
  return [];
}

import type { ApkRepository } from '../formats/text/apk-repositories.ts';
import type { GroupEntry, PasswdEntry } from '../formats/text/passwd.ts';
import type { Busybox } from './busybox.ts';
import type { CaCertificates } from './certificates.ts';
import type { DefaultUser } from './default-user.ts';
import type { Libc } from './libc/libc.ts';
import type { InstalledPackage } from './packages/database.ts';
import type { Program } from './programs.ts';
import type { TimeZones } from './zones-and-locales.ts';

/** What software stands on: everything that is known of a root file system as a base. Plain data. */
export interface Base {
  /** os-release ID, `busybox` for a tree that is nothing but it, null where no file names a distribution. */
  readonly distribution: string | null;
  /** VERSION_ID, on Alpine the full number of alpine-release; null on rolling releases. */
  readonly release: string | null;
  readonly codename?: string;
  readonly prettyName?: string;
  /** ID_LIKE. */
  readonly like: readonly string[];
  /** `distroless`: packages in status.d and no shell. `chiselled`: cut with Chisel, by its manifest or an Ubuntu without shell and package manager. */
  readonly flavour: 'distroless' | 'chiselled' | 'busybox' | null;
  /** The libc of the distribution's own programs, one of `libcs`; null where there is none or it cannot be told. */
  readonly libc: Libc | null;
  readonly libcs: readonly Libc[];
  readonly gcompatStubs: readonly string[];
  readonly databases: readonly { readonly kind: InstalledPackage['database']; readonly path: string; readonly packages: number }[];
  readonly packages: readonly BasePackage[];
  readonly packageManagers: readonly Program[];
  readonly apkRepositories: readonly ApkRepository[];
  readonly shells: readonly Program[];
  readonly busybox: Busybox | null;
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
  readonly user: DefaultUser;
  readonly caCertificates: CaCertificates;
  readonly timeZones: TimeZones;
  readonly locales: readonly string[];
  /** /etc/nsswitch.conf is there: without it Go and glibc fall back to built-in orders. */
  readonly nsswitch: boolean;
  readonly privileged: readonly Privileged[];
  readonly missing: readonly MissingPart[];
  /** What could not be read or decided, by path. */
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

export type BasePackage = Omit<InstalledPackage, 'provides' | 'depends'>;

/** A file that runs with rights of its own. */
export interface Privileged {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly capabilities: boolean;
  /** Name of the package it belongs to, null when it belongs to none. */
  readonly owner: string | null;
}

/** Parts that software commonly expects of a base and does not find here. */
export type MissingPart = 'shell' | 'package-manager' | 'ca-certificates' | 'time-zones' | 'users' | 'nsswitch' | 'tmp' | 'home' | 'loader';

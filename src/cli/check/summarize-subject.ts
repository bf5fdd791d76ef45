import type { Platform } from '../../image/source.ts';
import type { Software } from '../../judge/software.ts';
import type { SubjectSummary } from '../../report/report.ts';
import type { ReadSubject } from '../../subjects/read-subject.ts';

/** A folder has no platform of its own; its C library's machine says which bases are like it. */
export function softwarePlatform({ base }: Software): Platform | undefined {
  const architecture = { 62: 'amd64', 183: 'arm64' }[base?.libc?.machine ?? 0];
  return architecture === undefined ? undefined : { os: 'linux', architecture };
}

/** The subject as reports name it. */
export function summarizeSubject({ kind, name, platform, digest }: ReadSubject): SubjectSummary {
  const words =
    platform === undefined
      ? undefined
      : [platform.os, platform.architecture, ...(platform.variant === undefined ? [] : [platform.variant])].join('/');
  return { kind, name, ...(words === undefined ? {} : { platform: words }), ...(digest === undefined ? {} : { digest }) };
}

import type { BasewiseError } from '../../errors.ts';
import type { FailedSubject } from '../../report/services.ts';
import type { NamedSubject } from './subjects-of.ts';

/** A subject of many that could not be judged, with its reason. */
export function failedSubject({ name, subject, line }: NamedSubject, { message, hint, path }: BasewiseError): FailedSubject {
  const place = path === undefined || path === subject ? '' : ` (${path})`;
  return {
    name,
    subject,
    ...(line === undefined ? {} : { line }),
    why: `${message}${place}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

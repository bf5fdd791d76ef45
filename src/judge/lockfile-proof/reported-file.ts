import type { Artifact } from '../../report/report.ts';
import { classifyElf } from '../classify-elf.ts';
import type { OpenResult } from './open-files.ts';

/** A file out of a fetched artifact as the report shows it: `ARTIFACT!MEMBER`. */
export function reportedFile({ file, result, certainty }: OpenResult): Artifact {
  const { owner, member, path, elf } = file;
  return {
    path: `${owner}!${member}`,
    kind: classifyElf(path, elf) ?? 'library',
    use: 'selected',
    outcome: result.outcome,
    messages: result.messages,
    certainty,
    ...(result.why === undefined ? {} : { why: result.why }),
  };
}

import { FormatError } from '../../../format-error.ts';
import { budget, refuseLong } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { withoutMark } from '../parse-data.ts';
import { fileNameOf } from './file-name.ts';
import { normalizeName, parseRequirement, pinnedVersion } from './requirement.ts';

/**
 * requirements.txt as pip reads it: continuations, comments, options per line and per file. Other files (`-r`, `-c`), editable folders and what is no requirement
 * are named as unresolved; the text alone does not hold them. `--only-binary` and `--no-binary` become `formatControl`.
 */
export function readRequirements(text: string): Lockfile {
  refuseLong(text);
  const count = budget();
  const packages: LockedPackage[] = [];
  const unresolved: { what: string; why: string }[] = [];
  const control = { noBinary: new Set<string>(), onlyBinary: new Set<string>() };
  for (const line of logicalLines(withoutMark(text))) {
    if (line.startsWith('-')) {
      const option = readOption(line);
      if (option !== undefined) unresolved.push(option);
      else readFormatControl(line, control);
      continue;
    }
    count.package();
    const read = readLine(line, String(packages.length));
    if ('why' in read) unresolved.push(read);
    else packages.push(read);
  }
  const roots = packages.map(({ id, name }) => ({ id, name }));
  const named = control.noBinary.size + control.onlyBinary.size > 0;
  const formatControl = { noBinary: [...control.noBinary], onlyBinary: [...control.onlyBinary] };
  return { format: 'requirements', version: null, ecosystem: 'python', packages, roots, ...(named ? { formatControl } : {}), unresolved };
}

/** A backslash at the end of a line joins it to the next; a comment begins at `#` behind a blank or at the start. */
function* logicalLines(text: string): Generator<string> {
  let pending = '';
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const comment = /^\s*#/.test(raw);
    if (!comment && raw.endsWith('\\')) {
      pending += `${raw.slice(0, -1).trim()} `;
      continue;
    }
    // A comment line ends a continuation, as pip does it.
    const line = `${pending}${comment ? '' : raw}`.replace(/(^|\s)#.*$/s, '').trim();
    pending = '';
    if (line !== '') yield line;
  }
  if (pending.trim() !== '') yield pending.trim();
}

/** `--no-binary a,b`, `:all:`, `:none:`: what is named later takes a name out of the other list, as pip has it. */
function readFormatControl(line: string, control: { readonly noBinary: Set<string>; readonly onlyBinary: Set<string> }): void {
  const match = /^--(no|only)-binary[\s=]+(\S+)/.exec(line.slice(0, 20_000));
  if (match === null) return;
  const [own, other] = match[1] === 'no' ? [control.noBinary, control.onlyBinary] : [control.onlyBinary, control.noBinary];
  for (const word of (match[2] ?? '').split(',')) {
    if (word === ':none:') own.clear();
    else if (word === ':all:') {
      own.clear();
      other.clear();
      own.add(word);
    } else if (word !== '') {
      own.add(normalizeName(word));
      other.delete(normalizeName(word));
    }
  }
}

function readOption(line: string): { readonly what: string; readonly why: string } | undefined {
  const match = /^(-r|--requirement|-c|--constraint|-e|--editable|-f|--find-links)[\s=]*(.+)$/.exec(line.slice(0, 4000));
  const what = match?.[2]?.trim();
  if (match === null || what === undefined) return undefined;
  const option = match[1] ?? '';
  if (/^-(?:r|-req)/.test(option)) return { what, why: 'another file of requirements: check it by itself' };
  if (/^-(?:c|-con)/.test(option)) return { what, why: 'a file of constraints: it decides versions that are not pinned here' };
  if (/^-(?:e|-edit)/.test(option)) return { what, why: 'installed from its folder: not in this file' };
  return { what, why: 'a further place with files: not looked at' };
}

/** `name @`, `name[extra] @`. */
const named = /^[\w.-]+\s*(?:\[[^\]]{0,500}\]\s*)?@/;

/** pip cuts a named requirement at its first semicolon before it reads the URL (parse_req_from_line), where PEP 508 wants a blank before it. */
function withoutGluedMarker(requirement: string): string {
  return named.test(requirement) ? requirement.replace(/\s*;\s*/, ' ; ') : requirement;
}

/** `name @ file:///app/libs/name` is a folder of the project unless it names an archive. */
function sourceOf(url: string): LockedPackage['source'] {
  if (/^(?:git|hg|svn|bzr)\+/.test(url)) return 'git';
  const local = /^(?:file:|\.{0,2}\/)/i.test(url);
  return local && !/\.(?:whl|zip|tar|tgz|tar\.\w+)(?:[?#]|$)/i.test(url) ? 'path' : 'url';
}

function readLine(line: string, id: string): LockedPackage | { readonly what: string; readonly why: string } {
  const options = /\s--(?:hash|config-settings?|global-option|install-option)[\s=]/.exec(line);
  const requirement = (options === null ? line : line.slice(0, options.index)).trim();
  const hashes = [...line.matchAll(/--hash[\s=]+([a-z0-9]+):([0-9a-f]+)/gi)].map((match) =>
    `${match[1] ?? ''}:${match[2] ?? ''}`.toLowerCase(),
  );
  const what = requirement.slice(0, 200);
  if (/^(?:\.|\/|file:)/.test(requirement) || (!named.test(requirement) && /[/\\]/.test(requirement.split(';', 1)[0] ?? ''))) {
    return { what, why: 'a path or a URL without a name: not looked at' };
  }
  try {
    const { name, specifier, url, marker } = parseRequirement(withoutGluedMarker(requirement));
    const version = pinnedVersion(specifier);
    const source = url === undefined ? 'registry' : sourceOf(url);
    return {
      id,
      name,
      version,
      source,
      edges: [],
      ...(url === undefined || source === 'git' || source === 'path' ? {} : { files: [{ name: fileNameOf(url) }] }),
      ...(hashes.length === 0 ? {} : { hashes }),
      ...(marker === undefined ? {} : { marker }),
    };
  } catch (error) {
    if (error instanceof FormatError) return { what, why: 'this line is no requirement' };
    throw error;
  }
}

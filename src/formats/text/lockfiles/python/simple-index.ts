import { FormatError } from '../../../format-error.ts';
import { parseJson } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, tableOf, textOf } from '../plain-values.ts';
import { fileNameOf } from './file-name.ts';

/** A file of a project's page in a package index. */
export interface IndexFile {
  readonly name: string;
  /** Where it is, as the page says it: relative to the page's own address. */
  readonly url?: string;
  /** `sha256:…` where the index says it. */
  readonly hash?: string;
  readonly requiresPython?: string;
  readonly yanked?: boolean;
}

const mostFiles = 200_000;

/** A project's page of the simple API: JSON (PEP 691) or HTML (PEP 503), told apart by their first character. Throws FormatError `index-bad`. */
export function readSimpleIndex(text: string): readonly IndexFile[] {
  const files = /^\s*\{/.test(text.slice(0, 1000)) ? fromJson(text) : fromHtml(text);
  if (files.length > mostFiles) throw new FormatError('index-bad', 0, 'the index lists too many files');
  return files;
}

function fromJson(text: string): readonly IndexFile[] {
  const page = requireTable(parseJson(text), 'index-bad');
  return listOf(field(page, 'files'))
    .filter(isTable)
    .flatMap((file) => {
      const name = textOf(field(file, 'filename'));
      const hash = textOf(field(tableOf(field(file, 'hashes')), 'sha256'));
      const requiresPython = textOf(field(file, 'requires-python'));
      const yanked = field(file, 'yanked');
      if (name === undefined) return [];
      const url = textOf(field(file, 'url'));
      return [
        describe(
          name,
          url,
          hash === undefined ? undefined : `sha256:${hash}`,
          requiresPython,
          yanked === true || typeof yanked === 'string',
        ),
      ];
    });
}

function fromHtml(text: string): readonly IndexFile[] {
  return [...text.matchAll(/<a\s([^<>]{1,5000})>/gi)].flatMap((match) => {
    const attributes = new Map(
      [...(match[1] ?? '').matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)].map(([, name = '', double, single]) => [
        name.toLowerCase(),
        unescaped(double ?? single ?? ''),
      ]),
    );
    const link = attributes.get('href');
    if (link === undefined) return [];
    const hash = /#(sha256)=([0-9a-f]{64})/i.exec(link);
    return [
      describe(
        fileNameOf(link),
        link,
        hash === null ? undefined : `sha256:${hash[2] ?? ''}`,
        attributes.get('data-requires-python'),
        attributes.has('data-yanked'),
      ),
    ];
  });
}

function describe(
  name: string,
  url: string | undefined,
  hash: string | undefined,
  requiresPython: string | undefined,
  yanked: boolean,
): IndexFile {
  return {
    name,
    ...(url === undefined ? {} : { url }),
    ...(hash === undefined ? {} : { hash }),
    ...(requiresPython === undefined || requiresPython === '' ? {} : { requiresPython }),
    ...(yanked ? { yanked } : {}),
  };
}

function unescaped(text: string): string {
  return text.replaceAll(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  );
}

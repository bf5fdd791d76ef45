import { FormatError } from '../../../format-error.ts';
import type { Edge } from '../lockfile.ts';
import { parseToml } from '../parse-data.ts';
import { field, isTable, listOf, tableOf, textOf, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { parseRequirement } from './requirement.ts';

/** What a project asks for in its pyproject.toml: `[project]` (PEP 621), dependency groups (PEP 735) and Poetry's tables. Throws FormatError `toml-bad`. */
export function readProjectWishes(text: string): readonly Edge[] {
  const file = tableOf(parseToml(text));
  const project = tableOf(field(file, 'project'));
  const poetry = tableOf(field(tableOf(field(file, 'tool')), 'poetry'));
  const requirements = [
    field(project, 'dependencies'),
    ...Object.values(tableOf(field(project, 'optional-dependencies'))),
    ...Object.values(tableOf(field(file, 'dependency-groups'))),
  ].flatMap((list) => wordsOf(list) ?? []);
  const groups = Object.values(tableOf(field(poetry, 'group'))).map((group) => field(tableOf(group), 'dependencies'));
  const tables = [field(poetry, 'dependencies'), field(poetry, 'dev-dependencies'), ...groups].filter(isTable);
  return [...requirements.flatMap(fromRequirement), ...tables.flatMap(fromTable)];
}

function fromRequirement(text: string): readonly Edge[] {
  try {
    const { name, specifier, marker } = parseRequirement(text);
    return [{ name, wanted: specifier, ...(marker === undefined ? {} : { marker }) }];
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}

/** `name = "^1"`, `name = {version = "^1", markers = "…"}`, or a list of such; `python` is the interpreter. */
function fromTable(table: Table): readonly Edge[] {
  return Object.entries(table).flatMap(([name, value]) => {
    if (name === 'python') return [];
    return (Array.isArray(value) ? listOf(value) : [value]).map((each): Edge => {
      const marker = textOf(field(tableOf(each), 'markers'));
      const wanted = textOf(each) ?? textOf(field(tableOf(each), 'version'));
      return { name, ...(wanted === undefined ? {} : { wanted }), ...(marker === undefined ? {} : { marker }) };
    });
  });
}

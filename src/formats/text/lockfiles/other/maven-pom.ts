import { FormatError } from '../../../format-error.ts';
import { budget } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { elements } from './xml-elements.ts';
import type { XmlElement } from './xml-elements.ts';

/**
 * pom.xml: the dependencies that stand in it, with `${…}` filled from its own properties. Parents, imported BOMs and what the dependencies ask for themselves are
 * elsewhere: versions that are decided there are null.
 */
export function readMavenPom(text: string): Lockfile {
  const project = elements(text).find(({ name }) => name === 'project');
  if (project === undefined) throw new FormatError('maven-pom-bad', 0, 'no project stands in this pom.xml');
  const properties = new Map((child(project, 'properties')?.children ?? []).map(({ name, text }) => [name, text]));
  const own = child(project, 'version')?.text ?? child(child(project, 'parent'), 'version')?.text;
  if (own !== undefined) properties.set('project.version', own);
  const managed = new Map(
    (child(child(project, 'dependencyManagement'), 'dependencies')?.children ?? []).map((each) => [
      coordinates(each, properties),
      filled(child(each, 'version')?.text, properties),
    ]),
  );
  const count = budget();
  const packages = (child(project, 'dependencies')?.children ?? []).map((each, i): LockedPackage => {
    count.package();
    const name = coordinates(each, properties);
    const version = filled(child(each, 'version')?.text, properties) ?? managed.get(name) ?? null;
    const scope = child(each, 'scope')?.text;
    const classifier = filled(child(each, 'classifier')?.text, properties);
    return {
      id: String(i),
      name,
      version,
      source: scope === 'system' ? 'path' : 'registry',
      edges: [],
      ...(classifier === undefined ? {} : { platform: classifier }),
      ...(scope === 'test' ? { development: true } : {}),
      ...(child(each, 'optional')?.text === 'true' ? { optional: true } : {}),
    };
  });
  const unresolved = child(project, 'parent') === undefined ? [] : [{ what: 'parent', why: 'what the parent brings is not in this file' }];
  return {
    format: 'maven-pom',
    version: child(project, 'modelVersion')?.text ?? null,
    ecosystem: 'java',
    packages,
    roots: null,
    unresolved,
  };
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => each.name === name);
}

function coordinates(dependency: XmlElement, properties: ReadonlyMap<string, string>): string {
  const part = (name: string): string => filled(child(dependency, name)?.text, properties) ?? '';
  return `${part('groupId')}:${part('artifactId')}`;
}

/** Undefined where a property is not in this file. */
function filled(text: string | undefined, properties: ReadonlyMap<string, string>): string | undefined {
  if (text === undefined) return undefined;
  let value = text;
  for (let rounds = 0; rounds < 5 && value.includes('${') && value.length < 1000; rounds++) {
    value = value.replaceAll(/\$\{([\w.-]{1,200})\}/g, (whole, name: string) => properties.get(name) ?? whole);
  }
  return value.includes('${') || value.length >= 1000 ? undefined : value;
}

import { isTable } from '../text/lockfiles/plain-values.ts';
import type { Table } from '../text/lockfiles/plain-values.ts';
import type { ScanDocument, ScannedPackage, ScannedVulnerability, Severity } from './scan-document.ts';
import { at, bounded, cveOr, MOST_ENTRIES, scannedPackage, severityOf, tablesAt, textAt } from './scan-fields.ts';
import { FormatError } from '../format-error.ts';

/** A CycloneDX BOM in JSON, 1.2 to 1.7: an SBOM, and where it has `vulnerabilities` a report (or VEX) too. */
export function readCycloneDx(document: Table): ScanDocument {
  const components = allComponents(document);
  const main = at(document, 'metadata', 'component');
  const about = isTable(main) ? main : {};
  const property = (wanted: RegExp): readonly string[] =>
    tablesAt(about, 'properties').flatMap((each) => (wanted.test(textAt(each, 'name') ?? '') ? (textAt(each, 'value') ?? []) : []));
  return {
    format: 'cyclonedx',
    formatVersion: textAt(document, 'specVersion'),
    tool: toolOf(document),
    date: textAt(document, 'metadata', 'timestamp'),
    about: {
      names: [textAt(about, 'name'), ...property(/:RepoTag$/)].filter((each) => each !== null),
      digests: [textAt(about, 'version') ?? '', ...property(/:ImageID$/)].filter((each) => each.startsWith('sha256:')),
      diffIds: property(/:DiffID$/),
    },
    packages: components.flatMap((component) => packageOf(component) ?? []),
    vulnerabilities: Array.isArray(at(document, 'vulnerabilities')) ? readVulnerabilities(document, components) : null,
  };
}

/** Components may hold components (an archive and what is in it). */
function allComponents(document: Table): readonly Table[] {
  const found: Table[] = [];
  const pending = [...tablesAt(document, 'components')];
  for (let component = pending.pop(); component !== undefined; component = pending.pop()) {
    found.push(component);
    if (found.length > MOST_ENTRIES) throw new FormatError('scan-too-many', 0, `more than ${MOST_ENTRIES} components`);
    for (const inner of tablesAt(component, 'components')) pending.push(inner);
  }
  return found.reverse();
}

/** Libraries and frameworks, and applications that are a package; not the operating system, files or containers. */
function packageOf(component: Table): ScannedPackage | null {
  const [type, name, purl] = [textAt(component, 'type'), textAt(component, 'name'), textAt(component, 'purl')];
  if (name === null || !(type === 'library' || type === 'framework' || (type === 'application' && purl !== null))) return null;
  const group = textAt(component, 'group');
  return scannedPackage(purl, { name: group === null ? name : `${group}/${name}`, version: textAt(component, 'version'), type: null });
}

/** Up to 1.4 tools are a list, since 1.5 they are components. */
function toolOf(document: Table): string | null {
  const [tool] = [...tablesAt(document, 'metadata', 'tools', 'components'), ...tablesAt(document, 'metadata', 'tools')];
  if (tool === undefined) return null;
  return [textAt(tool, 'name'), textAt(tool, 'version')].filter((each) => each !== null).join(' ') || null;
}

/** States in which the author of a VEX says that nothing is to be done. */
const settled = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected']);

function readVulnerabilities(document: Table, components: readonly Table[]): readonly ScannedVulnerability[] {
  const byReference = new Map(components.map((component) => [textAt(component, 'bom-ref') ?? '', component]));
  return bounded(tablesAt(document, 'vulnerabilities')).flatMap((entry): readonly ScannedVulnerability[] => {
    const id = textAt(entry, 'id');
    if (id === null || settled.has(textAt(entry, 'analysis', 'state') ?? '')) return [];
    const related = tablesAt(entry, 'references').map((each) => textAt(each, 'id') ?? '');
    const severity = worst(tablesAt(entry, 'ratings').map((rating) => severityOf(textAt(rating, 'severity'))));
    return tablesAt(entry, 'affects').flatMap((affected) => {
      const reference = textAt(affected, 'ref') ?? '';
      const component = byReference.get(reference);
      const found =
        component === undefined ? scannedPackage(reference, { name: reference, version: null, type: null }) : packageOf(component);
      return found === null || found.name === '' ? [] : [{ id: cveOr(id, related), severity, package: found, fixedIn: fixes(entry) }];
    });
  });
}

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible'];

function worst(found: readonly Severity[]): Severity {
  return order.find((severity) => found.includes(severity)) ?? 'unknown';
}

/** Trivy writes `Upgrade libc6 to version 2.36-9+deb12u4` as the recommendation; the specification has no field for it. */
function fixes(entry: Table): readonly string[] {
  const match = /^Upgrade \S+ to version (\S+(?:, \S+)*)/.exec(textAt(entry, 'recommendation') ?? '');
  return match?.[1] === undefined ? [] : match[1].replace(/[.;]$/, '').split(/, /);
}

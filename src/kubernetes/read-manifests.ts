import { isMap, isScalar, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import { FormatError } from '../formats/format-error.ts';
import { hostHints } from './host-hints.ts';
import { podTemplate } from './pod-template.ts';
import { at, offsetOf, plain, scalarText, strings } from './yaml-node.ts';
import type { YamlNode } from './yaml-node.ts';
import type { Container, Manifests, PassedOver, Service, Workload } from './workload.ts';

/**
 * The workloads and services of a YAML file with any number of documents and `List` objects. Templates and what is no Kubernetes object
 * are passed over with the reason; one broken document does not hide the others.
 *
 * @throws FormatError `manifest-too-large` above 8 MiB
 */
export function readManifests(text: string): Manifests {
  if (text.length > MAX_LENGTH) throw new FormatError('manifest-too-large', MAX_LENGTH, 'the manifest is larger than 8 MiB');
  const workloads: Workload[] = [];
  const services: Service[] = [];
  const passedOver: PassedOver[] = [];
  for (const { source, offset } of splitDocuments(text)) {
    const template = templateLine(source);
    if (template !== undefined) {
      passedOver.push({ reason: 'template', why: `a template directive: ${template.line.slice(0, 60)}`, offset: offset + template.offset });
      continue;
    }
    const [document] = parseAllDocuments(source, { logLevel: 'error', uniqueKeys: false });
    if (document === undefined || !('contents' in document) || document.contents === null) continue;
    const error = document.errors[0];
    if (error !== undefined) {
      passedOver.push({ reason: 'not-yaml', why: error.message.split('\n')[0] ?? 'not YAML', offset: offset + error.pos[0] });
      continue;
    }
    // `---` with nothing before the next: tools that join files leave such documents.
    if (isScalar(document.contents) && document.contents.value === null) continue;
    for (const object of objectsOf(document, passedOver, offset)) readObject(object, { workloads, services, passedOver, offset });
  }
  return { workloads, services, passedOver };
}

const MAX_LENGTH = 8 * 1024 * 1024;

/** Documents are read one by one, so that an error in one ends there. `---` inside a block scalar is indented. */
function splitDocuments(text: string): readonly { readonly source: string; readonly offset: number }[] {
  const starts = [0, ...[...text.matchAll(/^---(?=[ \t\r\n]|$)/gm)].map(({ index }) => index).filter((index) => index > 0)];
  return starts.map((offset, index) => ({ source: text.slice(offset, starts[index + 1]), offset }));
}

/**
 * A line that only a template has: `{{ … }}` outside quotes where YAML wants a key or a value. In quotes, in comments and in block scalars
 * (policies, dashboards, configuration) braces are text.
 */
function templateLine(source: string): { readonly line: string; readonly offset: number } | undefined {
  if (!source.includes('{{') && !source.includes('{%')) return undefined;
  let tried = 0;
  for (const match of source.matchAll(directive)) {
    const start = match.index + match[0].length - match[0].trimStart().length;
    if (!insideBlockScalar(source, match.index)) return { line: match[0].trim(), offset: start };
    // A document whose first hundred braces are all text is no template.
    if ((tried += 1) > 100) break;
  }
  return undefined;
}

const directive = /^(?![ \t]*#)[^"'\n#|>]*?(?:^|[ \t:=/-])(?:\{\{[-\s]?[^}\n"']*(?:"[^"\n]*"[^}\n"']*)*\}\}|\{%.*%\}).*$/gm;

/** Some line above with less indentation ends in `|` or `>`, with nothing in between that has less. */
function insideBlockScalar(source: string, index: number): boolean {
  const lines = source.slice(Math.max(0, index - 65_536), index).split('\n');
  let indent = /^ */.exec(source.slice(index, index + 200))?.[0].length ?? 0;
  for (const text of lines.slice(0, -1).reverse()) {
    const own = /^ */.exec(text)?.[0].length ?? 0;
    if (text.trim() === '' || own >= indent) continue;
    if (/[|>][-+\d]*[ \t]*(?:#.*)?$/.test(text)) return true;
    indent = own;
  }
  return false;
}

interface Sink {
  readonly workloads: Workload[];
  readonly services: Service[];
  readonly passedOver: PassedOver[];
  readonly offset: number;
}

/** The objects of a document: itself, or the items of a `List`. */
function objectsOf(document: Document, passedOver: PassedOver[], offset: number): readonly YamlNode[] {
  const root = document.contents;
  if (!isMap(root)) {
    passedOver.push({ reason: 'no-object', why: 'not a YAML object', offset });
    return [];
  }
  const top: YamlNode = { document, node: root };
  const kind = scalarText(at(top, 'kind'));
  if (kind === undefined || at(top, 'apiVersion') === undefined) {
    passedOver.push({ reason: 'no-object', why: 'no kind and apiVersion: not a Kubernetes object', offset: offset + offsetOf(top) });
    return [];
  }
  if (!kind.endsWith('List')) return [top];
  const items = at(top, 'items');
  return items === undefined ? [top] : elements(items);
}

function readObject(object: YamlNode, sink: Sink): void {
  const kind = scalarText(at(object, 'kind')) ?? '';
  const offset = sink.offset + offsetOf(object);
  const metadata = at(object, 'metadata');
  const name = scalarText(at(metadata, 'name')) ?? scalarText(at(metadata, 'generateName')) ?? '';
  const namespace = scalarText(at(metadata, 'namespace'));
  if (kind === 'Service') {
    const spec = at(object, 'spec');
    const externalName = scalarText(at(spec, 'externalName'));
    sink.services.push({
      name,
      namespace: namespace ?? 'default',
      headless: scalarText(at(spec, 'clusterIP')) === 'None',
      offset,
      ...(externalName === undefined ? {} : { externalName }),
    });
    return;
  }
  const template = podTemplate(kind, object);
  if (template === undefined) {
    if (!plainKinds.has(kind)) sink.passedOver.push({ reason: 'no-workload', why: `a ${kind} runs nothing`, offset });
    return;
  }
  sink.workloads.push(readWorkload(kind, name, namespace, template, offset, sink.offset));
}

/** Kinds that stand beside workloads in nearly every file; saying so each time would be noise. */
const plainKinds = new Set([
  'Namespace',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StorageClass',
  'Ingress',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'CustomResourceDefinition',
  'PriorityClass',
  'Endpoints',
  'ServiceMonitor',
]);

function readWorkload(
  kind: string,
  name: string,
  namespace: string | undefined,
  template: YamlNode,
  offset: number,
  base: number,
): Workload {
  const spec = at(template, 'spec') ?? template;
  const config = at(spec, 'dnsConfig');
  const policy = at(spec, 'dnsPolicy');
  const options = elements(at(config, 'options')).flatMap((option) => {
    const optionName = scalarText(at(option, 'name'));
    const value = scalarText(at(option, 'value'));
    return optionName === undefined ? [] : [{ name: optionName, ...(value === undefined ? {} : { value }) }];
  });
  const policyText = scalarText(policy);
  const labels = plain(at(at(template, 'metadata'), 'labels'));
  const subdomain = scalarText(at(spec, 'subdomain'));
  return {
    kind,
    name,
    namespace: namespace ?? 'default',
    namespaceGiven: namespace !== undefined,
    containers: readContainers(spec, base),
    dns: {
      hostNetwork: scalarText(at(spec, 'hostNetwork')) === 'true',
      namespace: namespace ?? 'default',
      ...(policyText === undefined ? {} : { policy: policyText }),
      ...(config === undefined
        ? {}
        : { config: { nameservers: strings(at(config, 'nameservers')), searches: strings(at(config, 'searches')), options } }),
    },
    hostAliases: elements(at(spec, 'hostAliases')).flatMap((alias) => strings(at(alias, 'hostnames'))),
    labels: Object.fromEntries(Object.entries(labels).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []))),
    offset,
    dnsOffset: base + offsetOf(config ?? policy ?? spec),
    ...(subdomain === undefined ? {} : { subdomain }),
  };
}

function readContainers(spec: YamlNode, base: number): readonly Container[] {
  const roles = [
    ['initContainers', 'init'],
    ['containers', 'main'],
    ['ephemeralContainers', 'ephemeral'],
  ] as const;
  return roles.flatMap(([key, role]) =>
    elements(at(spec, key)).map((container): Container => {
      const image = at(container, 'image');
      const reference = scalarText(image);
      // An init container that restarts is a sidecar.
      const sidecar = role === 'init' && scalarText(at(container, 'restartPolicy')) === 'Always';
      return {
        role: sidecar ? 'sidecar' : role,
        name: scalarText(at(container, 'name')) ?? '',
        imageOffset: base + offsetOf(image ?? container),
        command: strings(at(container, 'command')),
        args: strings(at(container, 'args')),
        hosts: hostHints(container, base),
        ...(reference === undefined || /\{\{|\{%/.test(reference) ? {} : { image: reference }),
      };
    }),
  );
}

function elements(node: YamlNode | undefined): readonly YamlNode[] {
  return node === undefined || !('items' in node.node) ? [] : node.node.items.flatMap((_, index) => at(node, index) ?? []);
}

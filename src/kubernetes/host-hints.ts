import { at, offsetOf, scalarText } from './yaml-node.ts';
import type { YamlNode } from './yaml-node.ts';
import type { HostHint } from './workload.ts';

/** Host names that a container's environment, command and arguments mention: in URLs, as `host:port`, or as a name with dots. */
export function hostHints(container: YamlNode, base: number): readonly HostHint[] {
  const env = elements(at(container, 'env')).flatMap((entry) => {
    const value = at(entry, 'value');
    return value === undefined ? [] : hostsIn(value, `env ${scalarText(at(entry, 'name')) ?? ''}`, base);
  });
  const words = (['command', 'args'] as const).flatMap((key) => elements(at(container, key)).flatMap((word) => hostsIn(word, key, base)));
  return [...env, ...words];
}

function hostsIn(node: YamlNode, from: string, base: number): readonly HostHint[] {
  const text = scalarText(node) ?? '';
  const names = new Set([...urls(text), ...pairs(text), ...whole(text, from)]);
  return [...names].map((name) => ({ name, from, offset: base + offsetOf(node) }));
}

const label = '[a-zA-Z0-9_](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?';
const hostName = `${label}(?:\\.${label}){0,20}\\.?`;

/** `scheme://user@host:port/…` */
function urls(text: string): readonly string[] {
  return [
    ...bounded(text).matchAll(new RegExp(`[a-z][a-z0-9+.-]{1,20}://(?:[^/@\\s"']{0,200}@)?(${hostName})(?=[:/?\\s"',;]|$)`, 'g')),
  ].flatMap((match) => accepted(match[1]));
}

/** `host:port`, where the host has a letter. */
function pairs(text: string): readonly string[] {
  return [...bounded(text).matchAll(new RegExp(`(?:^|[\\s,;="'@])(${hostName}):\\d{2,5}(?=[/\\s,;"']|$)`, 'g'))].flatMap((match) =>
    accepted(match[1]),
  );
}

/** The whole value is a name: with a dot, or without one in a variable that is called HOST, SERVER or the like. */
function whole(text: string, from: string): readonly string[] {
  const name = new RegExp(`^${hostName}$`).exec(text)?.[0];
  if (name === undefined || text.length > 253) return [];
  const named = /(?:^|_)(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|DOMAIN|BROKER)$/i.test(from);
  // `v1.2.3`, `config.yaml`, `true` are no hosts.
  if (!named && !/\.(?:svc|local|cluster\.local|com|net|org|io|internal|dev|example|cloud)\.?$|\.svc\./.test(name)) return [];
  return accepted(name);
}

function accepted(name: string | undefined): readonly string[] {
  if (name === undefined || !/[a-zA-Z]/.test(name) || /^(?:true|false|localhost|none|null)$/i.test(name)) return [];
  return [name];
}

/** Longer values are certificates and scripts. */
function bounded(text: string): string {
  return text.length > 4096 ? text.slice(0, 4096) : text;
}

function elements(node: YamlNode | undefined): readonly YamlNode[] {
  return node === undefined || !('items' in node.node) ? [] : node.node.items.flatMap((_, index) => at(node, index) ?? []);
}

import { at } from './yaml-node.ts';
import type { YamlNode } from './yaml-node.ts';

/**
 * The pod template of an object: known kinds by their path, other kinds (Rollout, Knative Service, operators' resources) when
 * `spec.template.spec` has containers. A Pod is its own template.
 */
export function podTemplate(kind: string, object: YamlNode): YamlNode | undefined {
  const spec = at(object, 'spec');
  if (kind === 'Pod') return object;
  if (kind === 'PodTemplate') return at(object, 'template');
  if (kind === 'CronJob') return at(at(at(spec, 'jobTemplate'), 'spec'), 'template');
  const template = at(spec, 'template');
  return at(at(template, 'spec'), 'containers') === undefined ? undefined : template;
}

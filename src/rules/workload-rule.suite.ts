import { judgeManifest } from '../judge/judge-manifest.ts';
import type { Finding } from '../report/report.ts';

/** Findings of one rule about a pod with one container, which names a service of another namespace; `more` is put behind its containers. */
export function podFindings(rule: string, image: string, more = ''): readonly Finding[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n  - name: web\n    image: ${image}\n    env:\n    - {name: REDIS_HOST, value: redis.cache.svc}\n${more}`;
  const { units } = judgeManifest('pod.yaml', text);
  return (units[0]?.targets[0]?.findings ?? []).filter((finding) => finding.rule === rule);
}

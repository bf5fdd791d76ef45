import type { Classification } from '../bases/classification.ts';
import { classifyImage } from '../bases/classify-image.ts';
import { positions } from '../formats/text/dockerfile/position.ts';
import { podResolvConf } from '../kubernetes/pod-resolv-conf.ts';
import { readManifests } from '../kubernetes/read-manifests.ts';
import type { Service, Workload } from '../kubernetes/workload.ts';
import type { Finding, Unit, Unknown, Where } from '../report/report.ts';
import { workloadRules } from '../rules/all-workload.ts';
import type { Judged } from './judge-dockerfile.ts';
import { placeOfImage, summarizePlace } from './repository/place.ts';
import { nameOf } from './repository/repository-builds.ts';
import { stageVerdict } from './repository/undecided.ts';
import { placeResolver } from './resolver/place-resolver.ts';
import type { PlacedContainer } from './workload/workload-rule.ts';

/**
 * A unit for every workload of a file of manifests. What is no workload is named in `unknown` only where it hides one: templates and broken YAML. Throws FormatError.
 * `images` are those that the same repository builds, by reference or name.
 */
export function judgeManifest(file: string, text: string, images: Readonly<Record<string, Classification>> = {}): Judged {
  const { workloads, services, passedOver } = readManifests(text);
  const position = positions(text);
  const at = (offset: number): Where => ({ file, ...position(offset) });
  const judged = workloads.map((workload) => judgeWorkload(workload, services, file, at, images));
  const hidden = passedOver
    .filter(({ reason }) => reason !== 'no-workload' || workloads.length === 0)
    .map(({ why, offset }) => ({ what: `${file}:${position(offset).line}`, why }));
  return { units: judged.map(({ unit }) => unit), unknown: [...hidden, ...judged.flatMap(({ unknown }) => unknown)] };
}

function judgeWorkload(
  workload: Workload,
  services: readonly Service[],
  file: string,
  at: (offset: number) => Where,
  images: Readonly<Record<string, Classification>>,
): { readonly unit: Unit; readonly unknown: readonly Unknown[] } {
  const name = `${workload.kind}/${workload.name}`;
  const containers = workload.containers.flatMap((container): readonly PlacedContainer[] => {
    if (container.image === undefined) return [];
    const place = placeOfImage(container.image, known(container.image, images));
    return [{ container, place, resolver: placeResolver(place) }];
  });
  const context = { file, workload, containers, services, resolvConf: podResolvConf(workload.dns), at };
  const open = containers.filter(({ place }) => place.libc === null);
  const findings = [...workloadRules.flatMap((rule) => rule.run(context)), ...undecided(name, open, at)];
  const main = containers.find(({ container }) => container.role === 'main');
  const unit: Unit = {
    name: `${file}#${name}`,
    kind: 'workload',
    base: main === undefined ? null : summarizePlace(main.place),
    targets: [{ name: 'own', move: 'own', verdict: stageVerdict(findings), findings, artifacts: [] }],
  };
  const missing = workload.containers
    .filter(({ image }) => image === undefined)
    .map((container) => ({ what: `${name} container ${container.name}`, why: 'it names no image' }));
  return { unit, unknown: [...open.map(({ place }) => ({ what: `${name} image ${place.name}`, why: place.why })), ...missing] };
}

/** The catalogue's answer, or where it has none what the repository says that it builds under that name. */
function known(image: string, images: Readonly<Record<string, Classification>>): Classification {
  const classification = classifyImage(image);
  if (classification.family !== 'unknown') return classification;
  for (const name of [image, nameOf(image)]) if (Object.hasOwn(images, name)) return images[name] ?? classification;
  return classification;
}

/** Images that the catalogue does not know are the user's own, most of the time: one finding for all. */
function undecided(name: string, open: readonly PlacedContainer[], at: (offset: number) => Where): readonly Finding[] {
  if (open.length === 0) return [];
  const images = [...new Set(open.map(({ place }) => place.name))];
  return [
    {
      id: `undecided:own:${name}:images`,
      rule: 'undecided',
      severity: 'warning',
      certainty: 'likely',
      where: open.map(({ container }) => at(container.imageOffset)).slice(0, 20),
      count: open.length,
      message: `What ${images.slice(0, 5).join(', ')}${images.length > 5 ? ` and ${images.length - 5} more` : ''} ${images.length === 1 ? 'stands' : 'stand'} on is not known from the name alone, and with it how names are resolved there.`,
      fix: 'basewise check IMAGE reads the image itself',
      evidence: { images },
    },
  ];
}

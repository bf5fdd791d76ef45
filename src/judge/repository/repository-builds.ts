import { classifyImage } from '../../bases/classify-image.ts';
import type { Classification } from '../../bases/classification.ts';
import { readBake } from '../../dockerfile/named-builds/bake.ts';
import { readCompose } from '../../dockerfile/named-builds/compose.ts';
import type { NamedBuild } from '../../dockerfile/named-builds/named-build.ts';
import { readSkaffold } from '../../dockerfile/named-builds/skaffold.ts';
import { readDockerfile } from '../../dockerfile/read-dockerfile.ts';
import type { BuildOptions } from '../../dockerfile/stages/build-graph.ts';
import { FormatError } from '../../formats/format-error.ts';
import { clean } from './build-folder.ts';

type Images = Readonly<Record<string, Classification>>;

/** What Compose, Bake and Skaffold files of a repository say about its builds. Paths are relative to the repository. */
export interface RepositoryBuilds {
  /** What images stand on that the repository itself builds, by reference and by name; well-known names are left to the catalogue. */
  readonly images: Images;
  /** How a Dockerfile is built, where the files agree. */
  readonly of: (dockerfile: string) => {
    readonly context?: string;
    readonly args: Readonly<Record<string, string>>;
    readonly contexts: Readonly<Record<string, string>>;
    readonly images: Images;
  };
}

interface Plan {
  readonly dockerfile: string;
  readonly context: string;
  readonly build: NonNullable<NamedBuild['build']>;
  readonly named: NamedBuild;
  /** The file that names it. */
  readonly file: string;
}

/** A file that names builds, by its own name. */
export function namesBuilds(path: string): boolean {
  return /^(?:(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml|docker-bake(?:[.-][\w.-]+)?\.(?:hcl|json)|skaffold(?:[.-][\w.-]+)?\.ya?ml)$/.test(
    path.split('/').at(-1) ?? '',
  );
}

/** Reads `files`, and those Dockerfiles that they name. A file that cannot be read says nothing. */
export function repositoryBuilds(files: readonly string[], read: (path: string) => Uint8Array | null): RepositoryBuilds {
  const plans = files.flatMap((file) => plansOf(file, read));
  const byDockerfile = Map.groupBy(plans, ({ dockerfile }) => dockerfile);
  let images: Images = {};
  // An image may stand on another one that is built here; a few rounds reach the bottom.
  for (let round = 0; round < 3; round += 1) images = imagesOf(plans, images, read);
  return {
    images,
    of: (dockerfile) => {
      const own = byDockerfile.get(dockerfile) ?? [];
      const contexts = [...new Set(own.map(({ context }) => context))];
      return {
        ...(contexts.length === 1 && contexts[0] !== undefined ? { context: contexts[0] } : {}),
        args: agreed(own.map(({ build }) => build.args)),
        contexts: agreed(own.map(({ build }) => build.contexts)),
        images: { ...images, ...contextImages(own, plans, images, read) },
      };
    },
  };
}

function plansOf(file: string, read: (path: string) => Uint8Array | null): readonly Plan[] {
  const bytes = read(file);
  if (bytes === null) return [];
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  const name = file.slice(folder.length);
  try {
    const text = new TextDecoder().decode(bytes);
    const { builds } = /bake/.test(name) ? readBake(text) : /skaffold/.test(name) ? readSkaffold(text) : readCompose(text);
    return builds.flatMap((named): readonly Plan[] => {
      const { build } = named;
      if (build === undefined || build.inline !== undefined || /^\w+:\/\/|\$/.test(build.context)) return [];
      // Bake takes paths from where it is called, which is the repository's root more often than not.
      for (const start of [folder, '']) {
        const context = clean(`${start}/${build.context}`);
        const dockerfile = clean(`${context}/${build.dockerfile ?? 'Dockerfile'}`);
        if (read(dockerfile) !== null) return [{ dockerfile, context, build, named, file }];
      }
      return [];
    });
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}

function imagesOf(plans: readonly Plan[], known: Images, read: (path: string) => Uint8Array | null): Images {
  const found = new Map<string, Classification | null>();
  for (const plan of plans) {
    const base = plan.named.images.length === 0 ? null : baseOf(plan, known, read);
    if (base === null) continue;
    for (const image of plan.named.images) {
      if (image.includes('$') || classifyImage(image).family !== 'unknown') continue;
      for (const name of new Set([image, nameOf(image)])) {
        const before = found.get(name);
        // Two builds of one name on different C libraries say nothing.
        found.set(name, before === undefined || (before !== null && before.libc?.family === base.libc?.family) ? base : null);
      }
    }
  }
  return Object.fromEntries([...found].flatMap(([name, base]) => (base === null ? [] : [[name, base]])));
}

/** `target:NAME` of Bake and `service:NAME` of Compose. */
function contextImages(own: readonly Plan[], plans: readonly Plan[], known: Images, read: (path: string) => Uint8Array | null): Images {
  const found: [string, Classification][] = [];
  for (const { build, file } of own) {
    for (const [name, value] of Object.entries(build.contexts)) {
      const target = /^(?:target|service):(.+)$/.exec(value)?.[1];
      const plan = plans.find((each) => each.file === file && each.named.name === target);
      const base = plan === undefined ? null : baseOf(plan, known, read);
      if (base !== null) found.push([name, base]);
    }
  }
  return Object.fromEntries(found);
}

function baseOf({ dockerfile, build, named }: Plan, images: Images, read: (path: string) => Uint8Array | null): Classification | null {
  const bytes = read(dockerfile);
  if (bytes === null) return null;
  const options: BuildOptions = {
    buildArgs: build.args,
    builtImages: images,
    ...(build.target === undefined || build.target === '' ? {} : { target: build.target }),
  };
  const reading = readDockerfile(bytes, dockerfile.split('/').at(-1) ?? '', options);
  const root = reading.kind === 'dockerfile' ? reading.build.target?.root : undefined;
  if (root === undefined || root.kind === 'scratch' || root.classification === undefined) return null;
  const { classification } = root;
  if (classification.family === 'unknown') return null;
  const base = root.kind === 'image' ? root.reference : root.text;
  const why = `${dockerfile} builds ${named.name} on ${base}`;
  return { ...classification, rule: 'built-here', certainty: 'possible', hidden: false, floating: false, history: [], why };
}

/** What all say in the same way, as far as it holds no variable. `target:` contexts are images of their own. */
function agreed(all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const names = new Set(all.flatMap((each) => Object.keys(each)));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const values = new Set(all.map((each) => (Object.hasOwn(each, name) ? each[name] : undefined)));
      const [value] = values;
      return values.size === 1 && value !== undefined && !/\$|^(?:target|service):/.test(value) ? [[name, value]] : [];
    }),
  );
}

/** Without tag and digest. */
export function nameOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

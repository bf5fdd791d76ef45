import { BasewiseError } from '../../errors.ts';
import { parseImageReference, tagOrDigest } from '../../formats/text/image-reference.ts';
import type { KnownImages, WrittenImage } from '../../migrate/migration.ts';
import { createRegistryClient } from '../../net/registry/registry-client.ts';
import { registryOptions } from '../../subjects/registry/registry-options.ts';
import type { CommandIo } from '../io.ts';

/** Asks each image's registry for the digest of its tag. A registry that does not answer is a reason beside the image, not the end of the migration. */
export async function askRegistries(images: readonly WrittenImage[], io: CommandIo): Promise<KnownImages> {
  const references = [...new Set(images.map(({ reference }) => reference))];
  const answers = await Promise.all(references.map(async (reference) => [reference, await ask(reference, io)] as const));
  return new Map(answers);
}

type Answer = { readonly digest: string } | { readonly why: string };

const LARGEST_MANIFEST = 8 * 1024 * 1024;

async function ask(reference: string, { env, connection = {} }: CommandIo): Promise<Answer> {
  try {
    const parsed = parseImageReference(reference);
    const client = createRegistryClient(
      parsed.domain,
      parsed.repository,
      registryOptions(parsed.domain, { environment: env, ...connection }),
    );
    return { digest: (await client.manifest(tagOrDigest(parsed), LARGEST_MANIFEST)).digest };
  } catch (error) {
    if (!(error instanceof BasewiseError)) throw error;
    return { why: error.message };
  }
}

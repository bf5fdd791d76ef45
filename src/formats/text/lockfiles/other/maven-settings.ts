import { elements } from './xml-elements.ts';
import type { XmlElement } from './xml-elements.ts';

export interface MavenSettingsFacts {
  readonly localRepository?: string;
  /** Address of the first mirror that answers for central. */
  readonly mirror?: string;
  readonly offline: boolean;
}

/** Maven's settings.xml. `mirrorOf` is a list of ids, `*`, `external:*`, and `!id` for what is left out (Maven's guide to mirrors). Throws FormatError. */
export function readMavenSettings(text: string): MavenSettingsFacts {
  const settings = elements(text).find(({ name }) => name === 'settings');
  const local = textOf(settings, 'localRepository');
  const mirrors = settings?.children.find(({ name }) => name === 'mirrors')?.children ?? [];
  const mirror = mirrors.find((each) => answersForCentral(textOf(each, 'mirrorOf') ?? ''));
  const address = mirror === undefined ? undefined : textOf(mirror, 'url');
  return {
    ...(local === undefined || local === '' || local.includes('${') ? {} : { localRepository: local }),
    ...(address === undefined ? {} : { mirror: address }),
    offline: textOf(settings, 'offline') === 'true',
  };
}

function answersForCentral(mirrorOf: string): boolean {
  const words = mirrorOf.split(',').map((word) => word.trim());
  return !words.includes('!central') && words.some((word) => word === 'central' || word === '*' || word.startsWith('external:'));
}

function textOf(parent: XmlElement | undefined, name: string): string | undefined {
  return parent?.children.find((each) => each.name === name)?.text;
}

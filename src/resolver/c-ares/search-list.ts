import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { ChannelSettings } from './settings.ts';

/** Names in the order they are asked (`ares_search_name_list`). Before 1.20 the domain `.` was put behind a dot like any other. */
export function searchList(
  name: ByteText,
  { domains, ndots }: Pick<ChannelSettings, 'domains' | 'ndots'>,
  rootIsEmpty: boolean,
): ByteText[] {
  if (name.endsWith('.')) return [name];
  const searched = domains.map((domain) => (rootIsEmpty && domain === '.' ? `${name}.` : `${name}.${domain}`));
  return name.split('.').length - 1 >= ndots ? [name, ...searched] : [...searched, name];
}

import table from '../../data/vendor-clients.json' with { type: 'json' };

/** A program that its maker publishes for glibc alone. */
export interface VendorClient {
  readonly what: string;
  readonly instead: string;
  readonly evidence: string;
  /** The file itself was read; else it is its maker's word, or an issue. */
  readonly read: boolean;
}

export const vendorClientsDate: string = table.date;

const clients = table.clients.map((each) => ({ ...each, pattern: new RegExp(each.pattern, 'i') }));

/** By the address of a download, or by a command that downloads. */
export function vendorClient(seenIn: 'url' | 'command', text: string): VendorClient | undefined {
  return clients.find((each) => each.seenIn === seenIn && each.pattern.test(text));
}

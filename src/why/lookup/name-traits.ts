/** What the looks of a name say about how it is searched. */
export interface NameTraits {
  readonly known: boolean;
  readonly dots: number;
  /** No letters, digits, `-`, `_` and dots alone: a URL, a placeholder, a word of a program that has no value. */
  readonly oddity: 'empty' | 'no-value' | 'placeholder' | 'url' | 'not-a-host-name' | null;
  /** `db`, `db.prod`, `db.prod.svc`: only a search list makes a full name of it. */
  readonly short: boolean;
  readonly clusterName: boolean;
}

export function nameTraits(name: string | undefined): NameTraits {
  const plain = (name ?? '').replace(/\.$/, '');
  const dots = plain.split('.').length - 1;
  const clusterName = /(?:^|\.)svc(?:\.|$)|\.cluster\.local$/.test(plain);
  const short =
    name !== undefined && !name.endsWith('.') && (dots === 0 || plain.endsWith('.svc') || (dots === 1 && !hasTopLevelLooks(plain)));
  return { known: name !== undefined, dots, oddity: name === undefined ? null : oddityOf(name), short, clusterName };
}

function oddityOf(name: string): NameTraits['oddity'] {
  if (name === '' || name === '.') return 'empty';
  if (/^(?:undefined|null|none|nil|nan|false|\(null\)|\[object Object\])$/i.test(name)) return 'no-value';
  if (/[${}%]/.test(name) && !/^[\da-f:]+%/i.test(name)) return 'placeholder';
  if (/\/|^https?$/.test(name)) return 'url';
  return /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,253})$/.test(name) ? null : 'not-a-host-name';
}

/** The usual endings of names outside a cluster; what is left is more likely `service.namespace`. */
function hasTopLevelLooks(name: string): boolean {
  return /\.(?:com|net|org|io|dev|app|edu|gov|mil|info|biz|cloud|local|internal|lan|home|test|example|[a-z]{2})$/i.test(name);
}

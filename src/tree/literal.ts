import { readScriptHead } from '../formats/binary/script-head.ts';
import { createTree } from './create-tree.ts';
import type { ElfFacts } from './elf-facts.ts';
import type { Rootfs, ZipFacts } from './rootfs.ts';
import type { TreeNode } from './tree-node.ts';
import type { EntryType, Identity, Tree } from './tree.ts';

/**
 * One entry in words. A string or bytes is the content of a file; `target` makes a symbolic link, `hardLink` another name of a file that
 * stands earlier; a path that ends in `/` is a directory. Directories on the way are made.
 */
export type Literal = string | Uint8Array | LiteralEntry;

export interface LiteralEntry {
  readonly type?: EntryType;
  readonly content?: string | Uint8Array;
  /** Bytes of a file whose content is not given. */
  readonly size?: number;
  readonly target?: string;
  readonly hardLink?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly capabilities?: boolean;
  readonly elf?: ElfFacts | { readonly unknown: string };
  readonly archive?: ZipFacts | { readonly unknown: string };
  /** The content is there and was not read, for this reason. */
  readonly unread?: string;
}

export type LiteralFiles = Readonly<Record<string, Literal>>;

/** A tree from a literal, for tests and for profiles, which have names and no bytes. Throws an Error for a literal that contradicts itself. */
export function literalTree(files: LiteralFiles): Tree {
  return literalRootfs(files).tree;
}

export function literalRootfs(files: LiteralFiles): Rootfs {
  const source = nextSource++;
  const identity = (index: number): Identity => `literal-${source}:${index}`;
  const root = buildNodes(files, identity);
  const entries = new Map(Object.values(files).map((literal, index) => [identity(index), asEntry(literal)]));
  const content = (id: string): Uint8Array | null => {
    const entry = entries.get(id);
    return entry?.content === undefined || entry.unread !== undefined ? null : bytesOf(entry.content);
  };
  return {
    tree: createTree(root, { layered: false }),
    bytes: {
      read: (id, offset, length) => content(id)?.subarray(offset, offset + length) ?? null,
      async fetch(ranges) {
        return ranges.flatMap(({ identity: id }) =>
          content(id) === null ? [{ identity: id, why: entries.get(id)?.unread ?? 'a literal without content' }] : [],
        );
      },
    },
    elf: (id) => entries.get(id)?.elf ?? null,
    script: (id) => readScriptHead(content(id)?.subarray(0, 512) ?? new Uint8Array()),
    archive: (id) => entries.get(id)?.archive ?? null,
    unread: [...entries].flatMap(([id, { unread }]) => (unread === undefined ? [] : [{ identity: id, why: unread }])),
  };
}

let nextSource = 0;

/** A node while its tree is being made. */
interface LiteralNode extends TreeNode {
  nlink: number;
  readonly children: Map<string, LiteralNode> | undefined;
}

function buildNodes(files: LiteralFiles, identity: (index: number) => Identity): TreeNode {
  const root = nodeOf({ type: 'dir' }, identity(-1));
  /** The nodes of each file that has several names. */
  const linked = new Map<Identity, LiteralNode[]>();
  let implied = -1;
  for (const [index, [path, literal]] of Object.entries(files).entries()) {
    const entry: LiteralEntry = path.endsWith('/') ? { type: 'dir', ...asEntry(literal) } : asEntry(literal);
    const names = path.split('/').filter((name) => name !== '');
    const name = names.pop();
    if (name === undefined) continue;
    let parent = root;
    for (const each of names) {
      const next = parent.children?.get(each) ?? nodeOf({ type: 'dir' }, identity(--implied));
      if (next.children === undefined) throw new Error(`${path}: ${each} is no directory`);
      parent.children?.set(each, next);
      parent = next;
    }
    parent.children?.set(
      name,
      entry.hardLink === undefined ? nodeOf(entry, identity(index), parent.children.get(name)) : sameFile(root, entry.hardLink, linked),
    );
  }
  for (const same of linked.values()) for (const node of same) node.nlink = same.length;
  return root;
}

function sameFile(root: LiteralNode, path: string, linked: Map<Identity, LiteralNode[]>): LiteralNode {
  const names = path.split('/').filter((name) => name !== '');
  const other = names.reduce<LiteralNode | undefined>((node, name) => node?.children?.get(name), root);
  if (other === undefined || other.type === 'dir') throw new Error(`${path}: a hard link to no file`);
  const again = { ...other };
  const same = linked.get(other.identity) ?? [other];
  same.push(again);
  linked.set(other.identity, same);
  return again;
}

/** A directory that was made on the way keeps what is in it when it is described later. */
function nodeOf(entry: LiteralEntry, identity: Identity, earlier?: LiteralNode): LiteralNode {
  const type = entry.type ?? (entry.target === undefined ? 'file' : 'symlink');
  const mode = entry.mode ?? (type === 'dir' ? 0o755 : type === 'symlink' ? 0o777 : 0o644);
  const { uid = 0, gid = 0, target, capabilities = false } = entry;
  const size = type === 'file' ? (entry.size ?? (entry.content === undefined ? 0 : bytesOf(entry.content).length)) : 0;
  const children = type === 'dir' ? (earlier?.children ?? new Map<string, LiteralNode>()) : undefined;
  return { type, mode, uid, gid, size, target, capabilities, identity, layer: 0, nlink: 1, children };
}

function asEntry(literal: Literal): LiteralEntry {
  return typeof literal === 'string' || literal instanceof Uint8Array ? { content: literal } : literal;
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
}

import type { EntryType, Identity } from './tree.ts';

/**
 * A name in a root file system as `createTree` walks it. Whoever has a tree (layers merged, a folder, a literal, one root over another) makes a node when it
 * is asked for, so that a million names need not be a million objects.
 */
export interface TreeNode {
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly target: string | undefined;
  readonly capabilities: boolean;
  readonly identity: Identity;
  /** Layer of the name itself: a hard link made by an upper layer has a higher one than its content. */
  readonly layer: number;
  /** Names of this file. */
  readonly nlink: number;
  /** Directories only. */
  readonly children: Directory | undefined;
}

/** What a directory holds; a `Map` is one. */
export interface Directory {
  get(name: string): TreeNode | undefined;
  /** Every name once, in any order. */
  keys(): Iterable<string>;
}

/** What was odd about a layer; `layer` is the index from the bottom. */
export interface MergeNote {
  readonly kind: MergeNoteKind;
  readonly layer: number;
  /** How many entries, and the path of the first of them. */
  readonly count: number;
  readonly path: string;
}

export type MergeNoteKind = 'dangling-hard-link' | 'parent-replaced' | 'odd-whiteout' | 'duplicate';

/** Notes by kind and layer, so that a million odd entries make one note. */
export type MergeNotes = Map<string, MergeNote>;

export function note(notes: MergeNotes, kind: MergeNoteKind, layer: number, path: string): void {
  const key = `${kind} ${layer}`;
  const earlier = notes.get(key);
  notes.set(key, { kind, layer, count: (earlier?.count ?? 0) + 1, path: earlier?.path ?? path });
}

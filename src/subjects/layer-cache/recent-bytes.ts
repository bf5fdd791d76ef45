/** Byte arrays by key up to a sum of lengths; what was not used for longest goes first. */
export interface RecentBytes {
  get(key: string): Uint8Array | null;
  set(key: string, bytes: Uint8Array): void;
}

export function recentBytes(most: number): RecentBytes {
  /** In the order of their last use. */
  const kept = new Map<string, Uint8Array>();
  let sum = 0;
  const drop = (key: string): void => {
    sum -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const bytes = kept.get(key) ?? null;
      if (bytes !== null) {
        kept.delete(key);
        kept.set(key, bytes);
      }
      return bytes;
    },
    set(key, bytes) {
      drop(key);
      kept.set(key, bytes);
      sum += bytes.length;
      for (const oldest of kept.keys()) {
        if (sum <= most) return;
        drop(oldest);
      }
    },
  };
}

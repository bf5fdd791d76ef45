/** Values by key up to a sum of weights; what was not used for longest goes first. */
export interface RecentlyUsed<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

export function recentlyUsed<Key, Value>(most: number, weightOf: (value: Value) => number): RecentlyUsed<Key, Value> {
  /** In the order of their last use. */
  const kept = new Map<Key, Value>();
  let sum = 0;
  let last: Key | undefined;
  const drop = (key: Key): void => {
    const value = kept.get(key);
    if (value === undefined) return;
    sum -= weightOf(value);
    kept.delete(key);
  };
  return {
    get(key) {
      const value = kept.get(key);
      if (value === undefined || key === last) return value;
      kept.delete(key);
      kept.set(key, value);
      last = key;
      return value;
    },
    set(key, value) {
      drop(key);
      kept.set(key, value);
      last = key;
      sum += weightOf(value);
      for (const oldest of kept.keys()) {
        if (sum <= most) return;
        drop(oldest);
      }
    },
  };
}

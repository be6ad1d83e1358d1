import type { JsonObject, JsonValue } from '@brrt/service-model';

/** The things of one collection, by what the path calls them, oldest first. */
export type Collection = Map<string, JsonObject>;

/** What a store looks like in a file. */
export interface StoreSnapshot {
  readonly version: 1;
  readonly collections: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
}

/** Things that clients have made, and those that the contract shows. Bounded: the oldest go first. */
export interface ResourceStore {
  /** `seed` is asked once, when a collection is first looked at. */
  collection(key: string, seed: () => ReadonlyMap<string, JsonObject>): Collection;
  /** The collection if it has been looked at. */
  existing(key: string): Collection | undefined;
  add(collection: Collection, id: string, item: JsonObject): void;
  remove(collection: Collection, id: string): void;
  /** Forgets whole collections. */
  drop(isDropped: (key: string) => boolean): void;
  reset(): void;
  snapshot(): StoreSnapshot;
}

const mostItems = 10_000;

export function createStore(initial: StoreSnapshot | undefined, onChange: () => void = () => undefined): ResourceStore {
  const collections = new Map<string, Collection>();
  let count = 0;
  for (const [key, items] of Object.entries(initial?.collections ?? {})) {
    const known = Object.entries(items).filter((entry): entry is [string, JsonObject] => isItem(entry[1]));
    collections.set(key, new Map(known));
    count += known.length;
  }
  const dropOldest = (): void => {
    for (const collection of collections.values()) {
      const oldest = collection.keys().next();
      if (oldest.done) continue;
      collection.delete(oldest.value);
      return;
    }
  };
  return {
    existing: (key) => collections.get(key),
    collection(key, seed) {
      const known = collections.get(key);
      if (known !== undefined) return known;
      const seeded = new Map(seed());
      collections.set(key, seeded);
      count += seeded.size;
      return seeded;
    },
    add(collection, id, item) {
      if (!collection.has(id)) count += 1;
      collection.set(id, item);
      for (; count > mostItems; count -= 1) dropOldest();
      onChange();
    },
    remove(collection, id) {
      if (collection.delete(id)) count -= 1;
      onChange();
    },
    drop(isDropped) {
      for (const [key, items] of [...collections].filter(([each]) => isDropped(each))) {
        collections.delete(key);
        count -= items.size;
      }
      onChange();
    },
    reset() {
      collections.clear();
      count = 0;
      onChange();
    },
    snapshot: () => ({
      version: 1,
      collections: Object.fromEntries([...collections].map(([key, items]) => [key, Object.fromEntries(items)])),
    }),
  };
}

function isItem(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { FingerprintRef, TextKeys } from '@writethru/store';

import { DayKeys, spreadKeys } from './day-keys.ts';

/**
 * The index keys of texts in memory, by day: at 50 keys a text some 600 to 900 bytes, and 40 for its id. It knows what it
 * was given, and nothing of Postgres.
 */
export class KeyIndex {
  private readonly byDay = new Map<number, DayKeys>();
  private readonly ids = new Set<number>();

  /** Texts that it holds. */
  get size(): number {
    return this.ids.size;
  }

  has(id: number): boolean {
    return this.ids.has(id);
  }

  /** Days of which it holds a text, in no order. */
  days(): number[] {
    return [...this.byDay.keys()];
  }

  /** Adds a text under its keys. One that it holds, by id, stays as it is. */
  add({ id, day }: FingerprintRef, keys: Int32Array): void {
    if (this.ids.has(id)) return;
    this.ids.add(id);
    let held = this.byDay.get(day);
    if (held === undefined) this.byDay.set(day, (held = new DayKeys()));
    held.add(id, keys);
  }

  /** Forgets the texts of a day. */
  dropDay(day: number): void {
    for (const id of this.byDay.get(day)?.listIds() ?? []) this.ids.delete(id);
    this.byDay.delete(day);
  }

  /**
   * All held texts that share an index key that is no stop key with one of the given that lies within `windowDays` of it;
   * with one that has no other key, any: as `findKeySharers` of the store answers. The given ones are among them where
   * they are held and have keys, and each stands once, in no order.
   */
  find(texts: readonly TextKeys[], windowDays: number, stopKeys: ReadonlySet<number>): FingerprintRef[] {
    const keysOf = new Map<number, Int32Array[]>();
    for (const { day, keys } of texts) {
      const ofDay = keysOf.get(day);
      const sought = withoutStopKeys(keys, stopKeys);
      if (ofDay === undefined) keysOf.set(day, [sought]);
      else ofDay.push(sought);
    }
    const sought = [...keysOf].map(([day, lists]) => ({ day, keys: spreadKeys(lists) }));
    const found: FingerprintRef[] = [];
    for (const [day, held] of this.byDay) {
      const near = sought.filter((each) => Math.abs(each.day - day) <= windowDays);
      if (near.length === 0) continue;
      for (const id of held.find(near.map(({ keys }) => keys))) found.push({ id, day });
    }
    return found;
  }
}

function withoutStopKeys(keys: Int32Array, stopKeys: ReadonlySet<number>): Int32Array {
  if (stopKeys.size === 0) return keys;
  const left = keys.filter((key) => !stopKeys.has(key));
  return left.length === 0 ? keys : left;
}

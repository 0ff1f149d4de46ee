import { ALGORITHM } from '@writethru/domain';
import type { ComparableFingerprint } from '@writethru/fingerprint';
import { readTexts, type Db, type FingerprintFacts, type FingerprintRef } from '@writethru/store';

/** A text as pairs are weighed: its facts, what it is compared by, and its index keys. */
export interface HeldText {
  facts: FingerprintFacts;
  fingerprint: ComparableFingerprint & { keys: Int32Array };
}

/** What objects and headers of arrays cost, beside what they hold. */
const OVERHEAD_BYTES = 2_000;
const DEFAULT_MAX_BYTES = 32 * 2 ** 20;

/**
 * The texts that were looked at last, by fingerprint id, in `maxBytes` of memory. A fingerprint never changes, so what
 * is held is right for ever; which ones there are is always asked of Postgres.
 */
export class TextCache {
  // Two halves: what is used moves to the young one; when that is full, what is left in the old one goes.
  private young = new Map<number, HeldText>();
  private old = new Map<number, HeldText>();
  private youngBytes = 0;
  private readonly maxBytes: number;
  /** Texts that had to be read from Postgres so far. */
  readCount = 0;

  constructor(maxBytes = DEFAULT_MAX_BYTES) {
    this.maxBytes = maxBytes;
  }

  /** Holds a text that this process has made itself. */
  add(facts: FingerprintFacts, fingerprint: HeldText['fingerprint']): HeldText {
    const { shingles, leadShingles, numbers, headlineWords, keys } = fingerprint;
    const text = { facts, fingerprint: { shingles, leadShingles, numbers, headlineWords, keys } };
    this.put(facts.id, text);
    return text;
  }

  /** The given texts, by id: those not held are read. One that is gone, or of another algorithm version, is left out. */
  async read(db: Db, refs: Iterable<FingerprintRef>): Promise<Map<number, HeldText>> {
    const found = new Map<number, HeldText>();
    const missing = new Map<number, FingerprintRef>();
    for (const ref of refs) {
      if (found.has(ref.id)) continue;
      const held = this.get(ref.id);
      if (held === undefined) missing.set(ref.id, ref);
      else found.set(ref.id, held);
    }
    const stored = await readTexts(db, [...missing.values()], ALGORITHM.id);
    this.readCount += stored.length;
    for (const { facts, shingles } of stored) found.set(facts.id, this.add(facts, shingles));
    return found;
  }

  private get(id: number): HeldText | undefined {
    const held = this.young.get(id);
    if (held !== undefined) return held;
    const aged = this.old.get(id);
    if (aged !== undefined) this.put(id, aged);
    return aged;
  }

  private put(id: number, text: HeldText): void {
    const { shingles, leadShingles, numbers, headlineWords, keys } = text.fingerprint;
    const arrays = [shingles, leadShingles, numbers, headlineWords, keys];
    this.young.set(id, text);
    this.youngBytes += arrays.reduce((sum, array) => sum + array.byteLength, OVERHEAD_BYTES);
    if (this.youngBytes * 2 < this.maxBytes) return;
    this.old = this.young;
    this.young = new Map();
    this.youngBytes = 0;
  }
}

/** Spreads values whose low bits are not even. Odd, so no two keys become one. */
const SPREAD = 0x9e3779b1;
const LEAST_BITS = 6;
/** Bits of the filter to a slot, as a power of two. */
const FILTER_BITS = 3;
/** Postings grow by this: doubled, half of them would stand empty where a day is complete. */
const GROWTH = 1.25;

/**
 * Keys as `DayKeys` takes them: spread, ascending and distinct. In the order of the slots that they fall into: so memory
 * is walked through once from its start, and a key that a crowd shares is looked for once.
 */
export function spreadKeys(lists: readonly Int32Array[]): Uint32Array {
  const spread = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) for (const key of list) spread[at++] = Math.imul(key, SPREAD);
  spread.sort();
  let count = 0;
  for (const key of spread) if (count === 0 || spread[count - 1] !== key) spread[count++] = key;
  return spread.subarray(0, count);
}

/** The texts of one day by their index keys: some 13 to 19 bytes a key, and 16 a text. */
export class DayKeys {
  /** Of each slot the posting that came last, counted from 1; 0 where it has none. */
  private heads = new Int32Array(2 ** LEAST_BITS);
  private shift = 32 - LEAST_BITS;
  /** A bit for each key, so that one that the day does not hold costs no look at a slot, which is seldom in a cache. */
  private filter = makeFilter(LEAST_BITS);
  /** Of each posting: the spread key, and the posting of its slot that came before. Side by side: read together. */
  private postings = new Int32Array(2 ** LEAST_BITS * 2);
  private count = 0;
  private readonly ids: number[] = [];
  /** Of each text its first posting: which text a posting is of is looked up, since most are never asked. */
  private readonly starts: number[] = [];

  listIds(): readonly number[] {
    return this.ids;
  }

  /** Adds a text, which must not be among them. One without keys is never found. */
  add(id: number, keys: Int32Array): void {
    this.ids.push(id);
    this.starts.push(this.count);
    this.makeRoom(this.count + keys.length);
    for (const key of keys) {
      this.postings[this.count * 2] = Math.imul(key, SPREAD);
      this.link(this.count++);
    }
  }

  /** The ids of the texts that have a key of any of `lists`, each made by `spreadKeys`; each id once, in no order. */
  find(lists: readonly Uint32Array[]): number[] {
    const { heads, filter, postings, shift, ids } = this;
    const isFound = new Uint8Array(ids.length);
    const found: number[] = [];
    for (const keys of lists)
      for (let i = 0; i < keys.length; i++) {
        const bit = keys[i]! >>> (shift - FILTER_BITS);
        if ((filter[bit >>> 5]! & (1 << bit)) === 0) continue;
        const key = keys[i]! | 0;
        for (let at = heads[bit >>> FILTER_BITS]!; at !== 0; at = postings[at * 2 - 1]!) {
          if (postings[at * 2 - 2] !== key) continue;
          const text = this.textOf(at - 1);
          if (isFound[text] === 0) found.push(ids[text]!);
          isFound[text] = 1;
        }
      }
    return found;
  }

  private textOf(posting: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= posting) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private makeRoom(count: number): void {
    if (count * 2 > this.postings.length) {
      const larger = new Int32Array(Math.ceil(count * GROWTH) * 2);
      larger.set(this.postings.subarray(0, this.count * 2));
      this.postings = larger;
    }
    if (count <= this.heads.length) return;
    const bits = Math.ceil(Math.log2(count));
    this.shift = 32 - bits;
    this.heads = new Int32Array(2 ** bits);
    this.filter = makeFilter(bits);
    for (let at = 0; at < this.count; at++) this.link(at);
  }

  /** Puts a posting first of its slot. */
  private link(at: number): void {
    const spread = this.postings[at * 2]!;
    const slot = spread >>> this.shift;
    this.postings[at * 2 + 1] = this.heads[slot]!;
    this.heads[slot] = at + 1;
    const bit = spread >>> (this.shift - FILTER_BITS);
    this.filter[bit >>> 5]! |= 1 << bit;
  }
}

function makeFilter(slotBits: number): Int32Array {
  return new Int32Array(2 ** (slotBits + FILTER_BITS - 5));
}

/** Spreads values whose low bits are not even, as those of index keys need not be. */
const SPREAD = 0x9e3779b1;
const FREE = -1;

/**
 * Which of some sets hold a value: made once of all of them, so that what one more set shares with each takes one look
 * for each of its values, and one count for each it shares. In a crowd of texts with one paragraph in common that is a
 * tenth of comparing them two by two.
 */
export class PostingTable {
  /** Of each slot: the value, as a signed number, and where its postings start; they end where the next slot's start. */
  private readonly values: Int32Array;
  private readonly isTaken: Uint8Array;
  private readonly starts: Uint32Array;
  private readonly postings: Uint32Array;
  private readonly shift: number;

  /** A value that a list repeats counts as often as it stands there. */
  constructor(lists: readonly (Uint32Array | Int32Array)[]) {
    const total = lists.reduce((sum, list) => sum + list.length, 0);
    const bits = Math.max(4, Math.ceil(Math.log2(total * 2 + 1)));
    this.shift = 32 - bits;
    this.values = new Int32Array(2 ** bits);
    this.isTaken = new Uint8Array(2 ** bits);
    this.starts = new Uint32Array(2 ** bits + 1);
    this.postings = new Uint32Array(total);
    const slots = new Uint32Array(total);
    let at = 0;
    for (const list of lists) for (const value of list) slots[at++] = this.take(value | 0);
    for (const slot of slots) this.starts[slot + 1]!++;
    for (let slot = 0; slot < 2 ** bits; slot++) this.starts[slot + 1]! += this.starts[slot]!;
    const next = this.starts.slice();
    at = 0;
    for (const [of, list] of lists.entries())
      for (let i = 0; i < list.length; i++) this.postings[next[slots[at++]!]!++] = of;
  }

  /**
   * Adds to `counts`, by the number of the list, how often each list holds the given values. The lists whose count was 0
   * are added to `touched`.
   */
  count(values: Uint32Array | Int32Array, counts: Uint32Array, touched?: number[]): void {
    const { starts, postings } = this;
    for (let i = 0; i < values.length; i++) {
      const slot = this.find(values[i]! | 0);
      if (slot === FREE) continue;
      const end = starts[slot + 1]!;
      for (let at = starts[slot]!; at < end; at++) {
        const list = postings[at]!;
        if (counts[list]!++ === 0) touched?.push(list);
      }
    }
  }

  private take(value: number): number {
    const mask = this.values.length - 1;
    let slot = Math.imul(value, SPREAD) >>> this.shift;
    while (this.isTaken[slot] === 1 && this.values[slot] !== value) slot = (slot + 1) & mask;
    this.isTaken[slot] = 1;
    this.values[slot] = value;
    return slot;
  }

  private find(value: number): number {
    const { values, isTaken } = this;
    const mask = values.length - 1;
    let slot = Math.imul(value, SPREAD) >>> this.shift;
    for (; isTaken[slot] === 1; slot = (slot + 1) & mask) if (values[slot] === value) return slot;
    return FREE;
  }
}

import { LEAD_WINDOW } from '@writethru/domain';

/** How many values two ascending, distinct arrays share. Linear in both lengths. */
export function countShared<Values extends Uint32Array | Int32Array>(a: Values, b: Values): number {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i]!;
    const right = b[j]!;
    // Which side is behind is a coin's toss to the processor: adding is cheaper than guessing.
    shared += left === right ? 1 : 0;
    i += left <= right ? 1 : 0;
    j += right <= left ? 1 : 0;
  }
  return shared;
}

/** The most of `LEAD_WINDOW` neighbours in `values` (any order) that stand in `sorted` (ascending). */
export function countBestWindow(values: Uint32Array, sorted: Uint32Array): number {
  const isIn = new Uint8Array(values.length);
  let inside = 0;
  let best = 0;
  for (let at = 0; at < values.length; at++) {
    isIn[at] = hasValue(sorted, values[at]!) ? 1 : 0;
    inside += isIn[at]!;
    if (at >= LEAD_WINDOW) inside -= isIn[at - LEAD_WINDOW]!;
    if (inside > best) best = inside;
  }
  return best;
}

function hasValue(sorted: Uint32Array, value: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle]!;
    if (found === value) return true;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

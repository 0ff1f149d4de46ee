import { LEAD_WINDOW } from '@writethru/domain';

/** How many values two ascending, distinct arrays share. Linear in both lengths. */
export function countShared(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i]!;
    const right = b[j]!;
    if (left === right) {
      shared++;
      i++;
      j++;
    } else if (left < right) i++;
    else j++;
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

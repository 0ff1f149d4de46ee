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

/** How many entries of `values` (any order) stand in `sorted` (ascending). */
export function countContained(values: Uint32Array, sorted: Uint32Array): number {
  let contained = 0;
  for (const value of values) if (hasValue(sorted, value)) contained++;
  return contained;
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

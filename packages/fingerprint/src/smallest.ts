const BUCKETS = 1_024;
const SHIFT = 22;
/** More in one bucket, beyond a fair share, are repeats, or chosen by somebody to be slow. */
const CROWD = 64;

const counts = new Uint16Array(BUCKETS);
let places = new Uint32Array(4_096);

/**
 * The `size` smallest distinct values, ascending; all of them where there are fewer. Linear for hashes, which spread
 * evenly: they are put into buckets by their high bits, and only those buckets are sorted that can be among the first.
 */
export function selectSmallest(values: Uint32Array, size: number): Uint32Array {
  if (values.length > 0xffff) return selectBySort(values, size);
  counts.fill(0);
  for (let at = 0; at < values.length; at++) counts[values[at]! >>> SHIFT]!++;
  // From here on a bucket's count is where its next value goes.
  const crowd = CROWD + (values.length >>> 6);
  let last = -1;
  let taken = 0;
  while (taken < size && last < BUCKETS - 1) {
    last++;
    const count = counts[last]!;
    if (count > crowd) return selectBySort(values, size);
    counts[last] = taken;
    taken += count;
  }
  if (places.length < taken) places = new Uint32Array(taken * 2);
  const sorted = places;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    const bucket = value >>> SHIFT;
    if (bucket <= last) sorted[counts[bucket]!++] = value;
  }
  const distinct = sortNearlySorted(places, taken);
  // Repeats took the place of values in later buckets.
  if (distinct < size && taken < values.length) return selectBySort(values, size);
  return places.slice(0, Math.min(size, distinct));
}

/** The distinct values in ascending order. Does not touch its argument. */
export function sortDistinct(values: Uint32Array): Uint32Array {
  return selectSmallest(values, values.length);
}

/** Insertion sort: no value is far from its place. Answers how many distinct ones there are, which come first. */
function sortNearlySorted(values: Uint32Array, length: number): number {
  let distinct = 0;
  for (let at = 0; at < length; at++) {
    const value = values[at]!;
    let place = distinct;
    while (place > 0 && values[place - 1]! > value) place--;
    if (place > 0 && values[place - 1] === value) continue;
    for (let move = distinct; move > place; move--) values[move] = values[move - 1]!;
    values[place] = value;
    distinct++;
  }
  return distinct;
}

function selectBySort(values: Uint32Array, size: number): Uint32Array {
  const sorted = values.slice().sort();
  let length = 0;
  for (let at = 0; at < sorted.length && length < size; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[length++] = sorted[at]!;
  }
  return sorted.slice(0, length);
}

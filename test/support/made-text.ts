/** A small seeded generator (mulberry32, Tommy Ettinger, public domain): the same seed makes the same numbers, 0 to 1. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES = [
  'ba',
  'co',
  'di',
  'fu',
  'ga',
  'he',
  'ki',
  'lo',
  'ma',
  'ne',
  'or',
  'pa',
  'ri',
  'su',
  'te',
  'vu',
];

/** A text of `wordCount` made-up words; two seeds share next to no five words in a row. */
export function makeText(seed: number, wordCount: number): string {
  const random = makeRandom(seed);
  const words = Array.from({ length: wordCount }, () => {
    const length = 2 + Math.floor(random() * 2);
    return Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]!).join('');
  });
  return `${words.join(' ')}.`;
}

/** The same story told a little differently: the first words go, and some new ones come at the end. */
export function makeNearDuplicate(text: string, seed: number): string {
  return `${text.split(' ').slice(4).join(' ')} ${makeText(seed, 8)}`;
}

/** The items in another order, the same one for the same seed (Fisher and Yates). */
export function shuffleItems<Item>(items: readonly Item[], seed: number): Item[] {
  const random = makeRandom(seed);
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[chosen]] = [shuffled[chosen]!, shuffled[last]!];
  }
  return shuffled;
}

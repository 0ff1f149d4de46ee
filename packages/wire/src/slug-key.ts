const MIN_WORDS = 2;
/** What is told of the item and not of the story, at the end: (PIX, TV). */
const NOTES = /\([^()]*\)\s*$/u;

/**
 * What a slugline, without its markers, is compared by: its words in lower case. Null where it is of one word: SPORT
 * names a desk, USA-WEATHER a story.
 */
export function toSlugKey(slugline: string): string | null {
  const words =
    slugline
      .replace(NOTES, '')
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.length < MIN_WORDS ? null : words.join('-').slice(0, 200);
}

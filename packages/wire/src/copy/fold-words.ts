/** Letters and digits alone, in lower case: equal for two prints of one headline. */
export function foldWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, '');
}

/** How many letters and digits of ASCII a text has: folded it is no shorter than that. */
export function countAsciiWordUnits(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Lower case in one bit: 0x20 makes a letter of either case small, and no other unit a letter.
    const small = unit | 0x20;
    if ((small >= 0x61 && small <= 0x7a) || (unit >= 0x30 && unit <= 0x39)) count++;
  }
  return count;
}

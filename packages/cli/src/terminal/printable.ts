// Control characters move the cursor, bidi overrides reorder what is read: text of a stranger may do neither.
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/** One line of text that is safe to show on a terminal, whatever a feed has put in it. */
export function printable(text: string): string {
  return text.replace(UNSAFE, ' ').trim();
}

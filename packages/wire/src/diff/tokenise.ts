/** A word, a mark or a character of a script without spaces, as it stands in a text. */
export interface Token {
  text: string;
  /** The white space before it: a line break before the first one of a line. */
  space: '' | ' ' | '\n';
  /** What it is compared by: kinds of quotation marks, apostrophes and dashes are one. */
  key: string;
}

const TOKEN =
  /(?<space>\s+)|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]\p{M}*|\p{N}+(?:[.,:]\p{N}+)*(?![\p{L}\p{M}\p{N}])|[\p{L}\p{M}\p{N}]+(?:['’\p{Pd}][\p{L}\p{M}\p{N}]+)*|./gsu;
const TYPOGRAPHY = /^(?:[“”„«»"]|[‘’‚']|\p{Pd})$/u;

/**
 * Cuts a line into what a difference is told by. White space belongs to the token after it; at both ends it is dropped.
 * Linear in the line.
 */
export function tokenise(line: string): Token[] {
  const tokens: Token[] = [];
  let space: Token['space'] = '';
  for (const { 0: piece, groups } of line.matchAll(TOKEN)) {
    if (groups?.['space'] !== undefined) space = ' ';
    else {
      tokens.push({ text: piece, space: tokens.length === 0 ? '' : space, key: foldMark(piece) });
      space = '';
    }
  }
  return tokens;
}

function foldMark(piece: string): string {
  const folded = piece.replaceAll('’', "'");
  if (!TYPOGRAPHY.test(folded)) return folded;
  if (/\p{Pd}/u.test(folded)) return '-';
  return /[‘‚']/u.test(folded) ? "'" : '"';
}

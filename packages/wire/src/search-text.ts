import { toPlainText } from './text-body.ts';

/** Scripts that are written without spaces between words. */
const RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const MAX_CHARACTERS = 100_000;

/**
 * A text as it is indexed for search: readable, NFKC, lower case, and two neighbouring characters at a time where a
 * script has no spaces. The first 100,000 characters count.
 */
export function toSearchText(text: string): string {
  return fold(toPlainText(text.slice(0, MAX_CHARACTERS))).replace(
    RUN,
    (run) => ` ${bigrams(run).join(' ')} `,
  );
}

/** What people search for, in the form of `toSearchText`: such a run is then a phrase. Quotes and minus stay. */
export function toSearchQuery(query: string): string {
  return fold(query)
    .split('"')
    .map((part, at) => {
      const isQuoted = at % 2 === 1;
      return part.replace(RUN, (run) =>
        isQuoted ? ` ${bigrams(run).join(' ')} ` : `"${bigrams(run).join(' ')}"`,
      );
    })
    .join('"');
}

/** The runs of a query in scripts without spaces: what a highlighter of words can't find. */
export function findRuns(query: string): string[] {
  return query.normalize('NFKC').match(RUN) ?? [];
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function bigrams(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, at) => characters[at]! + character);
}

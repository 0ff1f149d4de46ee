import { findSharedPassages } from '@writethru/fingerprint';
import { readWireCopy } from '@writethru/wire';

import { maskStripped } from './mask-stripped.ts';

const MIN_WORDS = 5;
const MAX_PASSAGES = 20;
const MAX_CHARACTERS = 500;

/**
 * What a body says that another does not: the stretches of five words or more between the shared passages, 20 at most,
 * each cut at 500 characters. Bylines, datelines and other parts of the form are no text.
 */
export function listAddedPassages(source: string, body: string): string[] {
  const [from, to] = [readText(source), readText(body)];
  const shared = findSharedPassages(to, from).map(({ a }) => a);
  const starts = [0, ...shared.map(({ end }) => end)];
  const ends = [...shared.map(({ start }) => start), to.length];
  return starts
    .flatMap((start, index) => to.slice(start, Math.max(start, ends[index]!)).split('\n'))
    .map((passage) =>
      passage
        .replaceAll(/\s+/g, ' ')
        .replace(/^[\s.,;:!?)"’”]+/, '')
        .trim(),
    )
    .filter((passage) => passage.split(' ').length >= MIN_WORDS)
    .slice(0, MAX_PASSAGES)
    .map((passage) => passage.slice(0, MAX_CHARACTERS));
}

function readText(body: string): string {
  return maskStripped(readWireCopy({ headline: null, body }));
}

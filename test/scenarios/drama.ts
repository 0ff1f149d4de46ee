import { makeText } from '../support/made-text.ts';
import type { DramaArticle } from '../support/newsroom.ts';

/** A little wire drama: what is sent, and the stories that come of it. */
export interface Drama {
  name: string;
  send: DramaArticle[];
  /** One entry a story: its lead, then its versions in order: `key relation other`. */
  stories: string[][];
  /** Types of the events, in the order sent. */
  events?: string[];
  /** Providers whose own keys are trusted. */
  trusts?: string[];
  /** False where what is told depends on the order of arrival, such as versions that we count. */
  isReversible?: boolean;
}

/** A news text of `count` words that no other seed shares. */
export function news(seed: number, count = 160): string {
  return makeText(seed, count);
}

export function cut(text: string, words: number): string {
  return `${text.split(' ').slice(0, words).join(' ')}.`;
}

/** The same text with every `every`-th word another one: reworded. */
export function reword(text: string, every: number): string {
  return text
    .split(' ')
    .map((word, at) => (at % every === every - 1 ? `new${at}` : word))
    .join(' ');
}

export const wire = (
  key: string,
  at: string,
  body: string,
  more: Partial<DramaArticle> = {},
): DramaArticle => ({
  key,
  provider: 'wire',
  version: 0,
  at,
  body,
  ...more,
});
export const herald = (
  key: string,
  at: string,
  body: string,
  more: Partial<DramaArticle> = {},
): DramaArticle => ({
  ...wire(key, at, body, more),
  provider: 'herald',
});
export const courier = (
  key: string,
  at: string,
  body: string,
  more: Partial<DramaArticle> = {},
): DramaArticle => ({
  ...wire(key, at, body, more),
  provider: 'courier',
});
/** Version `version` of one guid. */
export const take = (
  key: string,
  version: number,
  at: string,
  body: string,
  more: Partial<DramaArticle> = {},
) => wire(key, at, body, { guid: 'chain', version, ...more });

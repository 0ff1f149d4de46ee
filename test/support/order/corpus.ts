import type { hashContent } from '@writethru/wire';
import fc from 'fast-check';

import { makeRandom, makeText } from '../made-text.ts';
import type { ReferenceConstraint } from './reference.ts';

/** An article to be posted. */
export interface CorpusArticle {
  provider: string;
  guid: string;
  version: number;
  body: string;
  publishedAt: string;
  /** Kept for the end of whatever order: a digest's last item. */
  isLate: boolean;
}

/** What a partition is written in. */
export function nameArticle({ guid, version }: { guid: string; version: number }): string {
  return `${guid}#${version}`;
}

/** What is posted of it. An empty body takes the item back. */
export function toContent({ body, publishedAt }: CorpusArticle): Parameters<typeof hashContent>[0] {
  return body === '' ? { pubStatus: 'canceled', publishedAt } : { body, publishedAt };
}

export interface Corpus {
  articles: CorpusArticle[];
  constraints: ReferenceConstraint[];
}

/** The ways in which the articles of a family overlap. */
export const KINDS = ['drift', 'digest', 'copies', 'revisions', 'pair', 'mix', 'short'] as const;

interface Family {
  kind: (typeof KINDS)[number];
  size: number;
  day: number;
}

/** What a corpus is made from: short enough to be read in a report. */
export interface CorpusPlan {
  seed: number;
  families: Family[];
}

export const corpusPlans: fc.Arbitrary<CorpusPlan> = fc.record({
  seed: fc.nat(1_000_000),
  families: fc.array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      size: fc.integer({ min: 2, max: 7 }),
      day: fc.integer({ min: 0, max: 8 }),
    }),
    { minLength: 40, maxLength: 60 },
  ),
});

/** Some two hundred articles that overlap in all the ways that make a partition hard. */
export function makeCorpus({ seed, families }: CorpusPlan): Corpus {
  const random = makeRandom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  let texts = seed * 1_000;
  const text = (words: number): string => makeText(texts++, words).slice(0, -1);
  const pool = Array.from({ length: 16 }, () => text(30));
  const corpus: Corpus = { articles: [], constraints: [] };

  for (const [index, { kind, size, day }] of families.entries()) {
    const add = (body: string, more: Partial<CorpusArticle> & { dayOffset?: number } = {}): CorpusArticle => {
      const { dayOffset = 0, ...fields } = more;
      const publishedAt = new Date(Date.UTC(2026, 2, 2 + day + dayOffset, pick(24), pick(60))).toISOString();
      const provider = `demo-${pick(3)}`;
      const guid = `${index}-${corpus.articles.length}`;
      const article = { provider, guid, version: 0, body, publishedAt, isLate: false, ...fields };
      corpus.articles.push(article);
      return article;
    };
    const makers: Record<Family['kind'], () => void> = {
      // Each tells most of what the one before it told: far ends have nothing in common.
      drift() {
        const words = text(80 + size * 22).split(' ');
        for (let at = 0; at <= size; at++) add(words.slice(at * 20, at * 20 + 78).join(' '));
      },
      digest() {
        const items = Array.from({ length: 3 + pick(2) }, () => text(40 + pick(25)));
        add(items.join(' '));
        for (const [at, item] of items.entries()) {
          add(`${item} ${text(pick(6) + 1)}`, { isLate: at === items.length - 1 });
        }
      },
      copies() {
        const body = text(60);
        for (let at = 0; at < size; at++) add(body, { dayOffset: pick(3) });
      },
      revisions() {
        const body = text(70);
        const { provider, guid } = add(body);
        for (let version = 1; version < size; version++) {
          const kinds = [`${body} ${text(10)}`, body, text(60), '', `${text(20)} ${body}`];
          // The last one may use the guid again, days later.
          const dayOffset = version === size - 1 && pick(2) === 0 ? 7 : 0;
          add(kinds[pick(kinds.length)]!, { provider, guid, version, dayOffset });
        }
      },
      pair() {
        const words = text(80).split(' ');
        const [a, b] = [add(words.join(' ')), add(`${words.slice(6).join(' ')} ${text(8)}`)];
        if (pick(3) === 0) corpus.constraints.push({ kind: 'cannot_link', guids: [a.guid, b.guid] });
        const c = add(text(50));
        if (pick(3) === 0) corpus.constraints.push({ kind: 'must_link', guids: [b.guid, c.guid] });
      },
      mix() {
        for (let at = 0; at < size; at++) {
          add(Array.from({ length: 1 + pick(4) }, () => pool[pick(pool.length)]!).join(' '), {
            dayOffset: pick(4),
          });
        }
      },
      // Too short for shingles: equal words alone join them.
      short() {
        const bodies = [text(6), text(7)];
        for (let at = 0; at < size; at++) add(bodies[pick(2)]!, { dayOffset: pick(6) });
      },
    };
    makers[kind]();
  }
  return corpus;
}

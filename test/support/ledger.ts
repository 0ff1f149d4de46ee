import type { Pool } from '@writethru/store';

import { makeNearDuplicate, makeText } from './made-text.ts';
import { until } from './until.ts';

/** What the store made of a ledger. All lists but `quarantined` are empty, or something was lost or done twice. */
export interface Account {
  /** Guids that were answered 202 and are not held, or under another id. */
  lost: string[];
  /** Held, and neither clustered nor quarantined. */
  unended: string[];
  /** Held more than once, or with other than one place in a story (none for one in quarantine). */
  twice: string[];
  /** Answered with different ids at different times. */
  renamed: string[];
  /** Pairs of near-duplicates that are in two stories. */
  split: string[];
  /** Stories with more than one pair. */
  mixed: string[];
  quarantined: string[];
}

export const CLEAN: Account = {
  lost: [],
  unended: [],
  twice: [],
  renamed: [],
  split: [],
  mixed: [],
  quarantined: [],
};

interface Held {
  id: string;
  guid: string;
  state: string;
  stories: string[];
}

const HELD = `
select i.id, i.guid, i.state, array_remove(array_agg(s.id::text), null) as stories
  from article_identities i
  left join versions v on v.article_id = i.id
  left join stories s on s.id = v.story_id and s.merged_into is null
 group by i.id`;

/**
 * A client that keeps its own account of what was answered 202, and holds the store to it: nothing accepted is lost,
 * and everything has its effect once.
 */
export class Ledger {
  /** Article ids by guid, as they were answered. */
  readonly accepted = new Map<string, string>();
  /** Answers by status; 0 for a connection that broke. */
  readonly answers = new Map<number, number>();
  private readonly renamed = new Set<string>();
  private readonly url: string;
  private readonly key: string;

  constructor(url: string, key: string) {
    this.url = url;
    this.key = key;
  }

  /**
   * Posts `count` articles, `lanes` at a time, near-duplicates in pairs. What is not answered 200 or 202 is sent again,
   * as any feed would.
   */
  async post(count: number, options: { lanes?: number; from?: number } = {}): Promise<void> {
    const { lanes = 8, from = 0 } = options;
    let next = from;
    const lane = async (): Promise<void> => {
      while (next < from + count) {
        const at = next++;
        const text = makeText(at >> 1, 80);
        const body = at % 2 === 0 ? text : makeNearDuplicate(text, 50_000 + at);
        await until(async () => [200, 202].includes(await this.send(`a${at}`, body)));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  private async send(guid: string, body: string): Promise<number> {
    let status = 0;
    try {
      const response = await fetch(`${this.url}/v1/articles`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          provider: 'demo-wire',
          guid,
          version: 0,
          body,
          publishedAt: '2026-03-02T10:00:00Z',
        }),
        signal: AbortSignal.timeout(15_000),
      });
      status = response.status;
      const answer = (await response.json()) as { articleId?: string };
      if (status === 202 || status === 200) this.enter(guid, answer.articleId!);
    } catch {
      status = 0;
    }
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    return status;
  }

  private enter(guid: string, articleId: string): void {
    const before = this.accepted.get(guid);
    if (before !== undefined && before !== articleId) this.renamed.add(guid);
    this.accepted.set(guid, articleId);
  }

  /** Waits until nothing is unfinished, then compares the store with the ledger. */
  async settle(pool: Pool, timeoutMs = 120_000): Promise<Account> {
    await until(async () => {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int as count from article_identities where state in ('accepted', 'published')`,
      );
      return rows[0]!.count === 0;
    }, timeoutMs);
    const { rows } = await pool.query<Held>(HELD);
    const heldIds = new Set(rows.map((row) => row.id));
    const guids = rows.map((row) => row.guid);
    return {
      lost: [...this.accepted].filter(([, id]) => !heldIds.has(id)).map(([guid]) => guid),
      unended: listGuids(rows, (row) => !['clustered', 'quarantined'].includes(row.state)),
      twice: [
        ...guids.filter((guid, at) => guids.indexOf(guid) !== at),
        ...listGuids(rows, (row) => row.stories.length !== (row.state === 'clustered' ? 1 : 0)),
      ],
      renamed: [...this.renamed],
      ...comparePairs(rows),
      quarantined: listGuids(rows, (row) => row.state === 'quarantined'),
    };
  }
}

function listGuids(rows: readonly Held[], isListed: (row: Held) => boolean): string[] {
  return rows.filter(isListed).map((row) => row.guid);
}

/** a0 and a1 are near-duplicates, so are a2 and a3, and no others. */
function comparePairs(rows: readonly Held[]): Pick<Account, 'split' | 'mixed'> {
  const storiesOf = new Map<number, Set<string>>();
  const pairsOf = new Map<string, Set<number>>();
  for (const { guid, stories } of rows) {
    const pair = Number(guid.slice(1)) >> 1;
    for (const story of stories) {
      storiesOf.set(pair, (storiesOf.get(pair) ?? new Set()).add(story));
      pairsOf.set(story, (pairsOf.get(story) ?? new Set()).add(pair));
    }
  }
  return {
    split: [...storiesOf].filter(([, stories]) => stories.size > 1).map(([pair]) => `pair ${pair}`),
    mixed: [...pairsOf].filter(([, pairs]) => pairs.size > 1).map(([story]) => story),
  };
}

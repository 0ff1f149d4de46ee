import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { type Client, describeProblem, ProblemError } from '@writethru/client';
import { AppError } from '@writethru/domain';

import type { SourceItem } from './source-item.ts';

const compress = promisify(gzip);
const FASTEST = 1;
const GZIPPED = { 'content-encoding': 'gzip' };
// The service refuses the request as a whole: one item in it may be the reason, so it is looked for.
const REFUSED_WHOLE = new Set([400, 413, 422]);

/** What became of one item. `reason` is there for a refusal alone. */
export interface Outcome {
  item: SourceItem;
  kind: 'accepted' | 'repeated' | 'refused';
  reason: string;
}

/**
 * Posts a batch in one request and says what became of each item. A request that is refused as a whole is halved
 * until the item that spoils it stands alone. Throws ProblemError as the client does.
 */
export async function postBatch(client: Client, batch: readonly SourceItem[]): Promise<Outcome[]> {
  const lines = batch.map((item) => `${item.json ?? ''}\n`).join('');
  const body = new Uint8Array(await compress(lines, { level: FASTEST }));
  try {
    const answer = await client.postBatch({ body, mediaType: 'application/x-ndjson' }, { headers: GZIPPED });
    const results = new Map(answer.results.map((result) => [result.index, result]));
    return batch.map((item, index) => {
      const result = results.get(index);
      if (result === undefined) throw new AppError('bug', 'The service left out what became of an article.');
      return outcomeOf(item, result.status, result.problem);
    });
  } catch (error) {
    if (!(error instanceof ProblemError) || !REFUSED_WHOLE.has(error.status ?? 0)) throw error;
    if (batch.length === 1) return batch.map((item) => outcomeOf(item, error.status, error.problem));
  }
  const middle = batch.length >> 1;
  const first = await postBatch(client, batch.slice(0, middle));
  return [...first, ...(await postBatch(client, batch.slice(middle)))];
}

/** What became of an item, by the status of its result. */
export function outcomeOf(item: SourceItem, status: number | null, problem: unknown): Outcome {
  if (status === 202) return { item, kind: 'accepted', reason: '' };
  if (status === 200) return { item, kind: 'repeated', reason: '' };
  return { item, kind: 'refused', reason: `${status} ${describeProblem(problem, 'without a reason')}` };
}

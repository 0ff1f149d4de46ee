import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { AppError } from '@writethru/domain';

import type { ApiClient } from '../http/api-client.ts';
import { describeProblem } from '../http/problem.ts';
import { isBatchAnswer } from '../http/shapes.ts';
import type { SourceItem } from './source-item.ts';

const compress = promisify(gzip);
const FASTEST = 1;
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
 * until the item that spoils it stands alone. Throws AppError as the client does.
 */
export async function postBatch(client: ApiClient, batch: readonly SourceItem[]): Promise<Outcome[]> {
  const lines = batch.map((item) => `${item.json ?? ''}\n`).join('');
  const { status, body } = await client.send({
    method: 'POST',
    path: '/v1/articles/batch',
    body: new Uint8Array(await compress(lines, { level: FASTEST })),
    headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
  });
  if (REFUSED_WHOLE.has(status)) return isolate(client, batch, status, body);
  if (status !== 200 || !isBatchAnswer(body)) throw notOurs(status, body);
  const results = new Map(body.results.map((result) => [result.index, result]));
  return batch.map((item, index) => {
    const result = results.get(index);
    if (result === undefined) throw notOurs(status, null);
    return outcomeOf(item, result.status, result.problem);
  });
}

async function isolate(
  client: ApiClient,
  batch: readonly SourceItem[],
  status: number,
  body: unknown,
): Promise<Outcome[]> {
  if (batch.length === 1) return batch.map((item) => outcomeOf(item, status, body));
  const middle = batch.length >> 1;
  const first = await postBatch(client, batch.slice(0, middle));
  return [...first, ...(await postBatch(client, batch.slice(middle)))];
}

/** What became of an item, by the status of its result. */
export function outcomeOf(item: SourceItem, status: number, problem: unknown): Outcome {
  if (status === 202) return { item, kind: 'accepted', reason: '' };
  if (status === 200) return { item, kind: 'repeated', reason: '' };
  return { item, kind: 'refused', reason: `${status} ${describeProblem(problem, 'without a reason')}` };
}

/** The answer is none that a Writethru service gives. */
export function notOurs(status: number, body: unknown): AppError {
  const detail = describeProblem(body, 'is the URL that of a Writethru service?');
  return new AppError('bug', `Unexpected answer (${status}): ${detail}`);
}

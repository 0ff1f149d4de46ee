import type { Client } from '@writethru/client';
import { AppError } from '@writethru/domain';

import { type DocumentDefaults, type DocumentFile, postDocument } from '../articles/documents.ts';
import { postAll } from '../articles/post-all.ts';
import { type Outcome, postBatch } from '../articles/post-batch.ts';
import type { SourceItem } from '../articles/source-item.ts';
import { waitForBacklog } from '../wait-for-backlog.ts';

const CLUSTER_TIMEOUT_MS = 6 * 3_600_000;

/** What became of a corpus. */
export interface CorpusRun {
  refused: Outcome[];
  quarantined: number;
  /** From the first post until the last article was clustered. */
  elapsedMs: number;
}

/** What is posted: items in their order, then documents, which get `defaults` where they do not say. */
export interface Corpus {
  items: readonly SourceItem[];
  documents?: readonly DocumentFile[];
  defaults?: DocumentDefaults;
}

/**
 * Posts a corpus and waits until each is clustered or quarantined. `report` gets a line now and then.
 * Throws ProblemError as the client does, and AppError `unavailable` where clustering takes over six hours.
 */
export async function postCorpus(
  client: Client,
  { items, documents = [], defaults = {} }: Corpus,
  report: (line: string, share?: number) => void,
): Promise<CorpusRun> {
  const startedMs = Date.now();
  const refused: Outcome[] = [];
  let sent = 0;
  const count = (outcomes: Outcome[]): void => {
    sent += outcomes.length;
    refused.push(...outcomes.filter((outcome) => outcome.kind === 'refused'));
    report(`${sent} articles sent`, documents.length === 0 ? sent / items.length : undefined);
  };
  await postAll(streamItems(items), (batch) => postBatch(client, batch), count);
  for (const document of documents) count(await postDocument(client, document, defaults));
  const backlog = await waitForBacklog(client, CLUSTER_TIMEOUT_MS, (left) =>
    report(`${left.accepted + left.published} articles still to be clustered`),
  );
  const waiting = backlog.accepted + backlog.published;
  if (waiting > 0) throw new AppError('unavailable', `${waiting} articles were not clustered in time.`);
  return { refused, quarantined: backlog.quarantined, elapsedMs: Date.now() - startedMs };
}

async function* streamItems(items: readonly SourceItem[]): AsyncGenerator<SourceItem> {
  for (const item of items) yield await Promise.resolve(item);
}

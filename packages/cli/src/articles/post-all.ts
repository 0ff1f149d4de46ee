import { makeBatches } from './batches.ts';
import type { Outcome } from './post-batch.ts';
import type { SourceItem } from './source-item.ts';

const MAX_UNDER_WAY = 4;

interface UnderWay {
  keys: ReadonlySet<string>;
  done: Promise<void>;
}

/**
 * Posts all items in batches, up to four under way at once, and hands every outcome to `report`. Items with a fault
 * are reported without being sent. Where a feed sends no version the order of arrival counts, so a batch waits for
 * those under way that hold an earlier item of the same guid. Throws what `post` throws first.
 */
export async function postAll(
  items: AsyncIterable<SourceItem>,
  post: (batch: SourceItem[]) => Promise<Outcome[]>,
  report: (outcomes: Outcome[]) => void,
): Promise<void> {
  const underWay = new Set<UnderWay>();
  const failures: unknown[] = [];
  for await (const batch of makeBatches(takeFaulty(items, report))) {
    const keys = unnumberedKeys(batch);
    while (failures.length === 0 && mustWait(underWay, keys))
      await Promise.race([...underWay].map((each) => each.done));
    if (failures.length > 0) break;
    const entry: UnderWay = {
      keys,
      done: post(batch)
        .then(report)
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => underWay.delete(entry)),
    };
    underWay.add(entry);
  }
  await Promise.all([...underWay].map((each) => each.done));
  if (failures.length > 0) throw failures[0];
}

async function* takeFaulty(
  items: AsyncIterable<SourceItem>,
  report: (outcomes: Outcome[]) => void,
): AsyncGenerator<SourceItem> {
  for await (const item of items) {
    if (item.fault === null) yield item;
    else report([{ item, kind: 'refused', reason: item.fault }]);
  }
}

function mustWait(underWay: ReadonlySet<UnderWay>, keys: ReadonlySet<string>): boolean {
  if (underWay.size >= MAX_UNDER_WAY) return true;
  return [...underWay].some((each) => [...keys].some((key) => each.keys.has(key)));
}

function unnumberedKeys(batch: readonly SourceItem[]): Set<string> {
  const unnumbered = batch.filter((item) => !item.hasVersion && item.guid !== null);
  return new Set(unnumbered.map((item) => JSON.stringify([item.provider, item.guid])));
}

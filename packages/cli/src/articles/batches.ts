import type { SourceItem } from './source-item.ts';

const MAX_ITEMS = 500;
const MAX_BYTES = 4 * 1024 * 1024;

/** Items that are ready to send, up to 500 or 4 MB of them at a time; one that is larger goes alone. */
export async function* makeBatches(items: AsyncIterable<SourceItem>): AsyncGenerator<SourceItem[]> {
  let batch: SourceItem[] = [];
  let size = 0;
  for await (const item of items) {
    const bytes = Buffer.byteLength(item.json ?? '') + 1;
    if (batch.length === MAX_ITEMS || (batch.length > 0 && size + bytes > MAX_BYTES)) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(item);
    size += bytes;
  }
  if (batch.length > 0) yield batch;
}

import { AppError } from '@writethru/domain';

const LINE_FEED = 0x0a;
/** No article is that long: the file is something else. */
export const LONGEST_ITEM_BYTES = 32 * 1024 * 1024;

/** A run of bytes from a file, and its place there, from 1. */
export interface Piece {
  position: number;
  bytes: Uint8Array;
}

/** The lines of a stream that hold more than white space, with their numbers. The last one needs no line feed. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let position = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      const bytes = Buffer.concat([...parts, chunk.subarray(start, end)]);
      if (!isBlank(bytes)) yield { position, bytes };
      parts = [];
      size = 0;
      position += 1;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > LONGEST_ITEM_BYTES)
      throw new AppError('too_large', `Line ${position} is too long to be an article.`);
  }
  const bytes = Buffer.concat(parts);
  if (!isBlank(bytes)) yield { position, bytes };
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte <= 0x20);
}

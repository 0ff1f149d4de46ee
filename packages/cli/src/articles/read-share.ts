import type { ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** How much of some files has been read. */
export interface ReadShare {
  watch: (file: ReadStream) => void;
  /** A file that was read at once. */
  add: (bytes: number) => void;
  /** 0 to 1; null where nobody knows how much there is, as with standard input. */
  read: () => number | null;
}

/** Watches how much of `files` is read. What is read ahead of the requests counts as read. */
export async function createReadShare(files: readonly string[]): Promise<ReadShare> {
  const found = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  const total = found.some((each) => each?.isFile() !== true)
    ? null
    : found.reduce((sum, each) => sum + (each?.size ?? 0), 0);
  const streams: ReadStream[] = [];
  let whole = 0;
  return {
    watch: (file) => streams.push(file),
    add: (bytes) => {
      whole += bytes;
    },
    read: () =>
      total === null || total === 0
        ? null
        : streams.reduce((sum, { bytesRead }) => sum + bytesRead, whole) / total,
  };
}

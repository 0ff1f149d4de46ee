import { readFile, rename, writeFile } from 'node:fs/promises';

import { AppError } from '@writethru/domain';

/** What is remembered of a feed from one poll, and from one run, to the next. */
export interface FeedState {
  etag: string | null;
  lastModified: string | null;
  /** Of the document that was posted last, in hexadecimal: for servers that know no ETag. */
  sha256: string | null;
  /** Milliseconds since 1970. */
  nextAtMs: number;
  /** In a row. */
  failures: number;
  /** Where it has moved for good. */
  movedTo: string | null;
  /** Its server said that it will not come back. */
  isGone: boolean;
}

/** By the URL in the list. */
export type FollowState = Map<string, FeedState>;

/** What is remembered of a feed that was never polled. */
export const NEW_FEED: FeedState = {
  etag: null,
  lastModified: null,
  sha256: null,
  nextAtMs: 0,
  failures: 0,
  movedTo: null,
  isGone: false,
};

/** Reads what a run before remembered; a file that is not there remembers nothing. Throws AppError `invalid_input`. */
export async function readState(file: string): Promise<FollowState> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new AppError('invalid_input', `${file} can not be read.`, { cause: error });
  });
  try {
    const held = JSON.parse(text) as Record<string, Partial<FeedState>>;
    return new Map(Object.entries(held).map(([url, state]) => [url, { ...NEW_FEED, ...state }]));
  } catch (error) {
    throw new AppError('invalid_input', `${file} is no state of feeds: remove it.`, { cause: error });
  }
}

/** Writes it whole beside the old one, and puts it in its place: a kill in between loses nothing. */
export async function writeState(file: string, state: FollowState): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(Object.fromEntries(state), null, 2)}\n`);
  await rename(`${file}.new`, file);
}

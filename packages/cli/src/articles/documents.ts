import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { type Client, ProblemError } from '@writethru/client';

import { type Outcome, outcomeOf } from './post-batch.ts';
import { faultyItem, type ItemDefaults, type SourceItem } from './source-item.ts';

/** A file that the service takes apart itself: an XML document or a JSON Feed, of one article or of many. */
export interface DocumentFile {
  file: string;
  mediaType: 'application/xml' | 'application/feed+json';
}

export interface DocumentDefaults extends ItemDefaults {
  /** IANA name, of times without a zone. */
  timeZone?: string;
}

export const DOCUMENT_KINDS = ['.xml', '.nitf', '.rss', '.atom'] as const;
/** As much of a file as is looked at to know it for a JSON Feed: its version stands first by custom. */
const HEAD_BYTES = 64 * 1024;
const JSON_FEED = /^\s*\{[^]*?"version"\s*:\s*"https:\/\/jsonfeed\.org\/version\/1(?:\.1)?"/;

const compress = promisify(gzip);
/** Refusals that no other document would escape. */
const IS_OF_THE_KEY: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden', 'rate_limited']);

/** The files that are documents, in order, and those that are lists of articles. A file that is not there is a list. */
export async function sortFiles(
  files: readonly string[],
): Promise<{ documents: DocumentFile[]; lists: string[] }> {
  const documents: DocumentFile[] = [];
  const lists: string[] = [];
  for (const file of files) {
    const mediaType = await findMediaType(file);
    if (mediaType === null) lists.push(file);
    else documents.push({ file, mediaType });
  }
  return { documents, lists };
}

async function findMediaType(file: string): Promise<DocumentFile['mediaType'] | null> {
  const name = file.toLowerCase();
  if (DOCUMENT_KINDS.some((kind) => name.endsWith(kind))) return 'application/xml';
  return name.endsWith('.json') && JSON_FEED.test(await readHead(file)) ? 'application/feed+json' : null;
}

async function readHead(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return '';
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) });
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    // A folder: whoever reads the file will say so.
    return '';
  } finally {
    await handle.close();
  }
}

/**
 * Posts a document as it stands and says what became of each of its articles, or of the whole where it was refused as
 * such. Throws ProblemError as the client does.
 */
export async function postDocument(
  client: Client,
  { file, mediaType }: DocumentFile,
  defaults: DocumentDefaults,
): Promise<Outcome[]> {
  const body = new Uint8Array(await compress(await readFile(file)));
  try {
    const answer = await client.postBatch(
      { ...defaults, body, mediaType },
      { headers: { 'content-encoding': 'gzip' } },
    );
    return answer.results.map(({ index, status, problem }) =>
      outcomeOf(toItem(file, index + 1), status, problem),
    );
  } catch (error) {
    const isRefused = error instanceof ProblemError && error.status !== null && error.status < 500;
    if (!isRefused || IS_OF_THE_KEY.has(error.code)) throw error;
    return [outcomeOf(toItem(file, 1), error.status, error.problem)];
  }
}

function toItem(file: string, position: number): SourceItem {
  return { ...faultyItem({ file, position }, ''), fault: null };
}

import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { ApiClient } from '../http/api-client.ts';
import { isBatchAnswer } from '../http/shapes.ts';
import { notOurs, type Outcome, outcomeOf } from './post-batch.ts';
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
 * such. Throws AppError as the client does.
 */
export async function postDocument(
  client: ApiClient,
  { file, mediaType }: DocumentFile,
  defaults: DocumentDefaults,
): Promise<Outcome[]> {
  const query = new URLSearchParams(Object.entries(defaults)).toString();
  const { status, body } = await client.send({
    method: 'POST',
    path: `/v1/articles/batch${query === '' ? '' : `?${query}`}`,
    body: new Uint8Array(await compress(await readFile(file))),
    headers: { 'content-type': mediaType, 'content-encoding': 'gzip' },
  });
  if (status >= 400 && status < 500) return [outcomeOf(toItem(file, 1), status, body)];
  if (status !== 200 || !isBatchAnswer(body)) throw notOurs(status, body);
  return body.results.map((result) =>
    outcomeOf(toItem(file, result.index + 1), result.status, result.problem),
  );
}

function toItem(file: string, position: number): SourceItem {
  return { ...faultyItem({ file, position }, ''), fault: null };
}

import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

import { AppError } from '@writethru/domain';

import { lookupPublic, refusePrivateHost } from './public-address.ts';

const MAX_REDIRECTS = 5;
const PERMANENT = new Set([301, 308]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface GetOptions {
  headers: Readonly<Record<string, string>>;
  allowsPrivate: boolean;
  /** From the first byte sent to the last one read, redirects included. */
  timeoutMs: number;
  /** Of the body, when it is decompressed. */
  maxBytes: number;
  signal?: AbortSignal;
}

export interface FetchedDocument {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Where it has moved for good; null where it has not. */
  movedTo: string | null;
}

/**
 * GETs a document. Redirects are followed, each as guarded as the first address: private ones are refused at the moment
 * of connecting, unless told otherwise. Throws AppError: `forbidden` for those, `too_large` past `maxBytes`, `unavailable`
 * for everything else that keeps it from an answer; the signal's reason when it is aborted.
 */
export async function getDocument(address: string, options: GetOptions): Promise<FetchedDocument> {
  const ending = new AbortController();
  const abort = (): void => ending.abort(options.signal?.reason);
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', abort);
  const timer = setTimeout(
    () => ending.abort(new AppError('unavailable', 'It did not answer in time.')),
    options.timeoutMs,
  );
  try {
    return await follow(new URL(address), options, ending.signal);
  } catch (error) {
    const reason: unknown = ending.signal.aborted ? ending.signal.reason : error;
    if (reason instanceof AppError || options.signal?.aborted === true) throw reason as Error;
    const text = reason instanceof Error ? reason.message : 'no answer';
    throw new AppError('unavailable', text.slice(0, 200), { cause: reason });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

async function follow(first: URL, options: GetOptions, signal: AbortSignal): Promise<FetchedDocument> {
  let url = first;
  let movedTo: string | null = null;
  let isPermanent = true;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await open(url, options, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (!REDIRECTS.has(status) || location === undefined) {
      return { status, headers: response.headers, body: await readBody(response, options.maxBytes), movedTo };
    }
    response.destroy();
    url = new URL(location, url);
    isPermanent &&= PERMANENT.has(status);
    if (isPermanent) movedTo = url.href;
  }
  throw new AppError('unavailable', 'It redirects in circles.');
}

function open(url: URL, options: GetOptions, signal: AbortSignal): Promise<IncomingMessage> {
  if (!['http:', 'https:'].includes(url.protocol))
    throw new AppError('forbidden', `${url.protocol} is not fetched: http and https alone.`);
  if (!options.allowsPrivate) refusePrivateHost(url);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      headers: { 'accept-encoding': 'gzip, deflate, br', ...options.headers },
      signal,
      ...(options.allowsPrivate ? {} : { lookup: lookupPublic }),
      agent: false,
    });
    request.on('response', resolve);
    request.on('error', reject);
    request.end();
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of inflate(response)) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) {
      response.destroy();
      throw new AppError('too_large', `It is larger than ${maxBytes} bytes.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function inflate(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  const inflater =
    encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : createGunzip();
  response.on('error', (error) => inflater.destroy(error));
  return response.pipe(inflater);
}

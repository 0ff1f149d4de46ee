import { AppError, type Submission } from '@writethru/domain';

import { parseSubmission } from '../parse-submission.ts';
import type { Format, Reading } from './formats.ts';
import { readNinjs } from '../ninjs/read-ninjs.ts';
import { isRecord } from '../ninjs/upgrade-ninjs.ts';
import { isJsonFeed, readJsonFeedItem } from './read-json-feed.ts';
import type { ReadOptions, ReadResult, SentIdentity } from './read-options.ts';
import { splitXml, type ItemReader } from './read-xml.ts';

export interface DocumentReading extends Reading {
  /** Parses JSON that a stranger sent; throws AppError `malformed`. */
  parseJson: (text: string) => unknown;
  /** Most items that a document may hold. */
  maxItems: number;
}

/**
 * Reads a document into its articles, in order. A fault within an item is that item's alone. Throws AppError:
 * `malformed` for a document that can't be read as a whole, `invalid_input` for one that is of another format, or
 * holds no item or too many.
 */
export function readDocument(text: string, reading: DocumentReading, options: ReadOptions): ReadResult[] {
  const items = splitDocument(text, reading);
  if (items.length === 0 || items.length > reading.maxItems) {
    const held = items.length === 0 ? 'none' : String(items.length);
    const allowed = reading.maxItems === 1 ? 'one article' : `1 to ${reading.maxItems} articles`;
    throw new AppError('invalid_input', `Send ${allowed}; this holds ${held}.`);
  }
  return items.map((item): ReadResult => {
    let said: SentIdentity = {};
    const onIdentity = (part: SentIdentity): void => void (said = { ...said, ...part });
    try {
      return { submission: item.read({ ...options, onIdentity }) };
    } catch (error) {
      // Also a fault of ours takes no other item along.
      return {
        error: error instanceof AppError ? error : new AppError('bug', 'Can not be read.', { cause: error }),
        sent: { ...identify(item.sent), ...said },
      };
    }
  });
}

/** One item of a document: how it is read, and as far as it is JSON what was sent. */
interface DocumentItem {
  read: ItemReader;
  sent?: unknown;
}

function splitDocument(text: string, reading: DocumentReading): DocumentItem[] {
  const { kind, format, parseJson } = reading;
  if (kind === 'xml') return splitXml(text, format).map((read) => ({ read }));
  if (kind === 'text') return [{ read: (options) => readPlainText(text, options) }];
  if (kind === 'json') return splitJson(parseJson(text), format, reading.maxItems === 1);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => splitLine(line, format, parseJson));
}

/** A line that is no JSON is that item's fault alone, so it is parsed when its turn comes. */
function splitLine(
  line: string,
  format: Format | null,
  parseJson: DocumentReading['parseJson'],
): DocumentItem {
  const item: DocumentItem = {
    read: (options) => {
      item.sent = parseJson(line);
      return readOne(item.sent, format, options);
    },
  };
  return item;
}

function identify(sent: unknown): SentIdentity {
  if (!isRecord(sent)) return {};
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    provider: text(sent['provider']),
    feed: text(sent['feed']),
    guid: text(sent['guid']) ?? text(sent['uri']) ?? text(sent['id']),
  };
}

function splitJson(value: unknown, format: Format | null, isAlone: boolean): DocumentItem[] {
  if (format === 'json-feed' || (format === null && isJsonFeed(value))) return splitJsonFeed(value);
  // Where one article is asked for, a list is no article: the schema says so.
  const items: unknown[] = Array.isArray(value) && !isAlone ? value : [value];
  return items.map((item) => ({ sent: item, read: (options) => readOne(item, format, options) }));
}

function splitJsonFeed(feed: unknown): DocumentItem[] {
  if (!isJsonFeed(feed)) {
    throw new AppError('invalid_input', 'This is not a JSON Feed of version 1 or 1.1.', {
      faults: [{ pointer: '/version', detail: 'must be https://jsonfeed.org/version/1.1' }],
    });
  }
  const items: unknown = feed['items'];
  if (!Array.isArray(items)) {
    throw new AppError('invalid_input', 'A JSON Feed needs its items.', {
      faults: [{ pointer: '/items', detail: 'must be a list' }],
    });
  }
  return items.map((item: unknown, index): DocumentItem => {
    const place = `/items/${index}`;
    const read: ItemReader = (options) => {
      if (!isRecord(item)) throw refuseValue(place);
      return readJsonFeedItem(item, feed, place, options);
    };
    return { sent: item, read };
  });
}

function readOne(item: unknown, format: Format | null, options: ReadOptions): Submission {
  if (format !== 'ninjs' && (format === 'json' || !isNinjs(item)))
    return parseSubmission(fillIn(item, options), options.nowMs);
  if (!isRecord(item)) throw refuseValue('');
  return readNinjs(item, options);
}

/** An item of ninjs has a `uri` where ours has a `guid`. */
function isNinjs(item: unknown): boolean {
  return isRecord(item) && Object.hasOwn(item, 'uri') && !Object.hasOwn(item, 'guid');
}

/** Ours says who sent it; what the request says beside it counts where the item does not. */
function fillIn(item: unknown, options: ReadOptions): unknown {
  if (!isRecord(item)) return item;
  const { provider, feed } = options;
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(feed === undefined ? {} : { feed }),
    ...item,
  };
}

function refuseValue(pointer: string): AppError {
  return new AppError('invalid_input', 'The article is not acceptable: see errors.', {
    faults: [{ pointer, detail: 'must be an object' }],
  });
}

function readPlainText(text: string, options: ReadOptions): Submission {
  const { provider, feed, publishedAt, guid } = options;
  const given = { provider, feed, publishedAt, guid, body: text };
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    return parseSubmission(fields, options.nowMs);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const faults = error.faults.map(({ pointer, detail }) => ({
      pointer: pointer === '/body' ? '' : pointer.replace('/', '?'),
      detail,
    }));
    throw new AppError(error.code, error.message, { faults, cause: error });
  }
}

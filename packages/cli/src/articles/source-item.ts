/** One article of a file, as its text stood there, or the reason why it is none. */
export interface SourceItem {
  /** The file as it was named; `-` for standard input. */
  file: string;
  /** Its line in the file, or its place in the array; from 1. */
  position: number;
  /** One line of JSON, ready to send; null when there is a fault. */
  json: string | null;
  provider: string | null;
  guid: string | null;
  /** Whether the feed numbers its versions itself: if not, they are counted in the order of arrival. */
  hasVersion: boolean;
  fault: string | null;
}

/** What is filled in where an item does not say it itself. */
export interface ItemDefaults {
  provider?: string;
  feed?: string;
  publishedAt?: string;
}

type Place = Pick<SourceItem, 'file' | 'position'>;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The text of `bytes`; null where they are not UTF-8. A byte order mark is taken off. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Makes an item of one JSON object. The text itself is sent on, with the defaults put in front: parsing and writing
 * it again would quietly mend numbers and double keys that the service has to judge.
 */
export function readSourceItem(place: Place, bytes: Uint8Array, defaults: ItemDefaults): SourceItem {
  const text = decodeUtf8(bytes);
  if (text === null) return faultyItem(place, 'not UTF-8');
  const object = parseObject(text);
  if (object === null) return faultyItem(place, 'not a JSON object');
  const missing = Object.entries(defaults).filter(([key]) => !Object.hasOwn(object, key));
  const provider = object['provider'] ?? defaults.provider;
  return {
    ...place,
    json: insertFields(text, missing, Object.keys(object).length === 0),
    provider: typeof provider === 'string' ? provider : null,
    guid: nameOf(object),
    hasVersion: object['version'] !== undefined,
    fault: null,
  };
}

/** An item of ninjs has a `uri` where ours has a `guid`. */
function nameOf(object: Readonly<Record<string, unknown>>): string | null {
  const name = object['guid'] ?? object['uri'];
  return typeof name === 'string' ? name : null;
}

/** An item that is refused here already. */
export function faultyItem(place: Place, fault: string): SourceItem {
  return { ...place, json: null, provider: null, guid: null, hasVersion: false, fault };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function insertFields(text: string, fields: [string, unknown][], isEmpty: boolean): string {
  // Valid JSON has line breaks between its tokens only, where a space means the same.
  const line = text.trim().replace(/[\r\n]+/g, ' ');
  if (fields.length === 0) return line;
  const inserted = fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',');
  return `{${inserted}${isEmpty ? '' : ','}${line.slice(1)}`;
}

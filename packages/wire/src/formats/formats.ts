/** The formats of articles that come in. `json` is ours. */
export const FORMATS = ['json', 'ninjs', 'newsml-g2', 'nitf', 'rss', 'atom', 'json-feed', 'text'] as const;
export type Format = (typeof FORMATS)[number];

export type Kind = 'json' | 'ndjson' | 'xml' | 'text';

/** As what each format comes. */
export const KINDS: Readonly<Record<Format, readonly Kind[]>> = {
  json: ['json', 'ndjson'],
  ninjs: ['json', 'ndjson'],
  'newsml-g2': ['xml'],
  nitf: ['xml'],
  rss: ['xml'],
  atom: ['xml'],
  'json-feed': ['json'],
  text: ['text'],
};

/** How a document of a media type is read: by a known format, or by looking at it. */
export interface Reading {
  kind: Kind;
  format: Format | null;
}

/**
 * Media types that are taken. `null`: the document says what it is, JSON by its properties, XML by its root element.
 * No media type is registered for ninjs and NITF; these are the ones in use.
 */
export const MEDIA_TYPES: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['application/json', { kind: 'json', format: null }],
  ['application/x-ndjson', { kind: 'ndjson', format: null }],
  ['application/vnd.iptc.ninjs+json', { kind: 'json', format: 'ninjs' }],
  ['application/feed+json', { kind: 'json', format: 'json-feed' }],
  ['application/vnd.iptc.g2.newsitem+xml', { kind: 'xml', format: 'newsml-g2' }],
  ['application/vnd.iptc.g2.newsmessage+xml', { kind: 'xml', format: 'newsml-g2' }],
  ['application/nitf+xml', { kind: 'xml', format: 'nitf' }],
  ['application/rss+xml', { kind: 'xml', format: 'rss' }],
  ['application/atom+xml', { kind: 'xml', format: 'atom' }],
  ['application/xml', { kind: 'xml', format: null }],
  ['text/xml', { kind: 'xml', format: null }],
  ['text/plain', { kind: 'text', format: 'text' }],
]);

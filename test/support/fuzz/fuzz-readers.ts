import { postArticle, postBatch } from '@writethru/contract';
import { AppError, type Submission } from '@writethru/domain';
import { decodeBody, parseJson } from '@writethru/runtime';
import { hashContent, MEDIA_TYPES, readDocument, readWireCopy } from '@writethru/wire';
import fc from 'fast-check';

interface Document {
  mediaType: string;
  bytes: Buffer;
}

/** One document of every format, as the API's own document shows it. */
const EXAMPLES: readonly Document[] = [postArticle, postBatch].flatMap((operation) =>
  Object.entries(operation.body.types).map(([mediaType, { example }]) => ({
    mediaType,
    bytes: Buffer.from(typeof example === 'string' ? example : JSON.stringify(example)),
  })),
);

/** What breaks parsers: of XML, of JSON, of UTF-8, of terminals, of wire copy. */
const PIECES = [
  '<a>',
  '</p>',
  '&x;',
  '&#0;',
  '&#xd800;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '<?xml encoding="utf-7"?>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '{',
  '}',
  '[[[[',
  '"',
  ',',
  '\\u0000',
  '\\ud800',
  '"a":1,"a":2',
  '1e999',
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":{}},',
  '\u0000',
  '\u202e',
  '\u001b[2J',
  '\r\n',
  'UPDATE 1-',
  'CORRECTED-',
  '(Adds quote) ',
  'LONDON, Nov 1 (Demo) - ',
  '* bullet\n',
  '\u0301'.repeat(40),
].map((piece) => Buffer.from(piece));
const BYTES = [[0xff, 0xfe], [0xfe, 0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8], [0x80], [0x00]].map(
  (one) => Buffer.from(one),
);

const put = fc.oneof(
  fc.constantFrom(...PIECES, ...BYTES),
  fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
);

/** Cuts out, doubles, overwrites or inserts, up to four times; or begins with another document's first half. */
const document: fc.Arbitrary<Document> = fc
  .tuple(
    fc.constantFrom(...EXAMPLES),
    fc.constantFrom(...EXAMPLES),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(80), put, fc.boolean()), {
      maxLength: 4,
    }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([{ mediaType, bytes: example }, other, changes, kind]) => {
    const begun =
      kind === 0 ? Buffer.concat([other.bytes.subarray(0, other.bytes.length / 2), example]) : example;
    const bytes = changes.reduce((held, [where, length, piece, isDoubled]) => {
      const at = Math.floor(where * held.length);
      const rest = isDoubled ? held.subarray(Math.max(0, at - length)) : held.subarray(at + length);
      return Buffer.concat([held.subarray(0, at), piece, rest]);
    }, begun);
    return { mediaType, bytes };
  });

/**
 * Reads `runs` documents that are nearly right, from their bytes to what would be stored, in every format. Throws with the
 * smallest document that ends in anything but articles or refusals of ours, or that would store what can't be. The same
 * `seed` makes the same; null: others each time.
 */
export function fuzzReaders(runs: number, seed: number | null): void {
  fc.assert(fc.property(document, readOnce), { numRuns: runs, ...(seed !== null && { seed }) });
}

function readOnce({ mediaType, bytes }: Document): void {
  let results;
  try {
    const text = decodeBody(bytes, mediaType, undefined);
    const reading = { ...MEDIA_TYPES.get(mediaType)!, parseJson, maxItems: 1_000 };
    results = readDocument(text, reading, { provider: 'demo', nowMs: Date.UTC(2026, 10, 25) });
  } catch (error) {
    refuseBug(error);
    return;
  }
  for (const result of results) {
    if ('error' in result) refuseBug(result.error);
    else checkSubmission(result.submission);
  }
  if ('polluted' in {}) throw new Error('A prototype was changed.');
}

/** A refusal is an error of ours, and none that says that we failed. */
function refuseBug(error: unknown): void {
  if (!(error instanceof AppError) || error.code === 'bug') throw error;
}

/** In JSON: a NUL, or half of a surrogate pair. An escaped backslash before the same letters is a text of these letters. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

function checkSubmission(submission: Submission): void {
  const stored = JSON.stringify(submission);
  if (UNSTORABLE.test(stored)) throw new Error('Postgres would refuse or change it.');
  const { content } = submission;
  if (hashContent(content) !== hashContent(structuredClone(content)))
    throw new Error('Its hash is another each time.');
  const { plainText, paragraphs, stripped } = readWireCopy({
    headline: content.headline ?? '',
    body: content.body ?? '',
  });
  let end = 0;
  for (const span of [...paragraphs, ...stripped].sort((one, other) => one.start - other.start)) {
    if (span.start < end || plainText.slice(end, span.start).trim() !== '')
      throw new Error('A character of its text is nowhere, or twice.');
    ({ end } = span);
  }
  if (plainText.slice(end).trim() !== '') throw new Error('The end of its text is nowhere.');
}

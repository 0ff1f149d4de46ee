import { buildDocument } from '@writethru/contract';
import { loadSeeds } from '@writethru/seeds';
import fc from 'fast-check';

import { startApiBench, type ApiBench } from '../api/bench.ts';
import { checkAnswer } from '../api/document-check.ts';
import { type Schema, valuesOf } from './values-of-schema.ts';

interface Parameter {
  in: string;
  name: string;
  schema: Schema;
  required?: boolean;
}

interface Described {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
}

interface FuzzedRequest {
  method: string;
  path: string;
  mediaType: string | null;
  body: string | null;
}

const document = buildDocument();
const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
const find = (ref: string): Schema => schemas[ref.split('/').at(-1)!]!;

/**
 * Sends `runs` requests that are made of the document, allowed and not, to all services. Throws with the smallest request
 * that was answered with a 5xx, or as the document does not allow. The same `seed` sends the same; null: another each time.
 */
export async function fuzzApi(runs: number, seed: number | null): Promise<void> {
  const bench = await startApiBench();
  try {
    await bench.post(loadSeeds(new Date('2026-11-25T08:00:00Z')));
    const requests = requestsOf(await readKnownIds(bench));
    const property = fc.asyncProperty(requests, (request) => send(bench, request));
    await fc.assert(property, { numRuns: runs, ...(seed !== null && { seed }) });
  } finally {
    await bench.close();
  }
}

async function readKnownIds(bench: ApiBench): Promise<string[]> {
  const { articles } = (await bench.call('/v1/articles')).body as {
    articles: { id: string; storyId: string }[];
  };
  return articles.flatMap(({ id, storyId }) => [id, storyId]);
}

function requestsOf(known: readonly string[]): fc.Arbitrary<FuzzedRequest> {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(([method, one]) =>
      requestOf(method, path, one, known),
    ),
  );
  return fc.oneof(...operations);
}

function requestOf(
  method: string,
  path: string,
  { parameters = [], requestBody }: Described,
  known: readonly string[],
): fc.Arbitrary<FuzzedRequest> {
  const of = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const valueOf = ({ schema }: Parameter) => valuesOf(schema, known, find);
  const inPath = fc.record(Object.fromEntries(of('path').map((one) => [one.name, valueOf(one)])));
  const inQuery = fc.record(Object.fromEntries(of('query').map((one) => [one.name, valueOf(one)])), {
    requiredKeys: of('query').flatMap(({ name, required }) => (required === true ? [name] : [])),
  });
  return fc.record({ inPath, inQuery, content: bodyOf(requestBody, known) }).map((made) => ({
    method: method.toUpperCase(),
    path: writePath(path, made.inPath, made.inQuery),
    ...made.content,
  }));
}

function bodyOf(
  requestBody: Described['requestBody'],
  known: readonly string[],
): fc.Arbitrary<Pick<FuzzedRequest, 'mediaType' | 'body'>> {
  if (requestBody === undefined) return fc.constant({ mediaType: null, body: null });
  const contents = Object.entries(requestBody.content).map(([mediaType, { schema, example }]) => {
    const isText = schema.type === 'string';
    const texts = isText
      ? cutTexts(String(example))
      : valuesOf(schema, known, find).map((value) => JSON.stringify(value));
    return texts.map((body) => ({ mediaType, body }));
  });
  return fc.oneof(...contents);
}

/** A document that is whole, ends early, or has something in its middle that does not belong there. */
function cutTexts(example: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.nat(example.length),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('whole', 'cut', 'spoilt'),
    )
    .map(([at, text, kind]) =>
      kind === 'whole' ? example : example.slice(0, at) + (kind === 'cut' ? '' : text + example.slice(at)),
    );
}

function writePath(path: string, inPath: Record<string, unknown>, inQuery: Record<string, unknown>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encode(inPath[name]));
  const query = Object.entries(inQuery).map(([name, value]) => `${name}=${encode(value)}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

function encode(value: unknown): string {
  const text = Array.isArray(value)
    ? value.map(String).join(',')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
  // Half of a surrogate pair can not be sent in a path; an empty one would name another path.
  return encodeURIComponent(Buffer.from(text).toString()).replaceAll('.', '%2E') || 'x';
}

async function send(bench: ApiBench, { method, path, mediaType, body }: FuzzedRequest): Promise<void> {
  const response = await fetch(bench.url + path, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${bench.key}`,
      accept: 'application/json',
      ...(mediaType !== null && { 'content-type': mediaType }),
    },
    ...(body !== null && { body }),
  });
  const text = await response.text();
  if (response.status >= 500) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  const answeredAs = (response.headers.get('content-type') ?? '').split(';')[0]!;
  checkAnswer({ method, url: path, status: response.status, mediaType: answeredAs, text });
}

import type { ApiBench } from '../api/bench.ts';
import { makeText } from '../made-text.ts';
import { until } from '../until.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** One bad input, and what must become of it. */
export interface BadInput {
  /** Its number in docs/bad-inputs.md. */
  row: number;
  name: string;
  send: (bench: ApiBench) => Promise<Answer>;
  /** The status, and where it is a refusal the last part of the problem's type. */
  expected: number;
  problem?: string;
  /** A field that the refusal must name. */
  pointer?: string;
  /** What else must be true afterwards. */
  check?: (bench: ApiBench, answer: Answer) => Promise<void> | void;
  /** Below HTTP: the answer need not be a problem. */
  isRaw?: true;
}

/** An article that is taken, with one thing changed. Its guid is its row's, so that rows don't meet. */
export function articleOf(row: number, change: object = {}): object {
  return {
    provider: 'wire',
    guid: `bad/${row}`,
    headline: 'Ferry runs',
    body: makeText(9_000 + row, 40),
    ...change,
  };
}

export interface Sending {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
}

/** Sends bytes or text as they stand, an object as JSON; as JSON by name where no Content-Type is given. */
export async function send(bench: ApiBench, body: unknown, sending: Sending = {}): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const method = sending.method ?? 'POST';
  const response = await fetch(bench.url + (sending.path ?? '/v1/articles'), {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${bench.key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...sending.headers,
    },
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A row whose body goes to POST /v1/articles as it stands. */
export function posted(
  row: number,
  name: string,
  body: (row: number) => unknown,
  outcome: Pick<BadInput, 'expected' | 'problem' | 'pointer' | 'check'>,
  headers?: Record<string, string>,
): BadInput {
  return { row, name, send: (bench) => send(bench, body(row), headers && { headers }), ...outcome };
}

interface Held {
  state: string;
  story: { id: string } | null;
}

/** The id of an article that was taken. */
export function idOf(answer: Answer): string {
  return (JSON.parse(answer.text) as { articleId: string }).articleId;
}

/** Waits until an article has its end, and answers how it is held then. */
export async function settle(bench: ApiBench, articleId: string): Promise<Held> {
  const read = async (): Promise<Held> => (await bench.call(`/v1/articles/${articleId}`)).body as Held;
  await until(async () => ['clustered', 'quarantined'].includes((await read()).state));
  return read();
}

export const TAKEN = { expected: 202 } as const;
export const MALFORMED = { expected: 400, problem: 'malformed' } as const;
export const UNSUPPORTED = { expected: 415, problem: 'unsupported' } as const;

/** A refusal of content that names the field. */
export function refused(pointer: string): Pick<BadInput, 'expected' | 'problem' | 'pointer'> {
  return { expected: 422, problem: 'invalid-input', pointer };
}

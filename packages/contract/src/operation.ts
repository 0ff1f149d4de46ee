import type { ErrorCode } from '@writethru/domain';
import type { z } from 'zod';

/** Who may call: `none` is anyone, `ingest` a key that may post for some provider. */
export type RequiredScope = 'none' | 'read' | 'ingest' | 'edit' | 'ops' | 'admin';

/** A body in one media type. What is not JSON has a string schema. */
export interface Media {
  schema: z.ZodType;
  example: unknown;
}

/** A request's body. */
export interface RequestBody {
  description?: string;
  /** By media type, lower case, without parameters. */
  types: Readonly<Record<string, Media>>;
  /** Its own code reads the text; else it is read as JSON and checked by the schema before the handler runs. */
  isRaw?: true;
  /** Which limit of the configuration holds. Default `article`. */
  limit?: 'article' | 'batch';
}

/** One answer that is no refusal. Without `schema` and `otherTypes` it has no body. */
export interface Answer {
  description: string;
  /** What a JSON answer holds. Fields that the schema does not name are not sent. */
  schema?: z.ZodType;
  example?: unknown;
  /** Other media types of the same answer: always text. */
  otherTypes?: Readonly<Record<string, Media>>;
  /** Headers of this answer beyond those of every answer, with what they say. */
  headers?: Readonly<Record<string, string>>;
}

/** A call that the document shows and a test runs. Ids are those of `EXAMPLE`: the test puts live ones in their place. */
export interface ExampleCall {
  name: string;
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** JSON where it is no string. */
  body?: unknown;
  mediaType?: string;
  /** What it is answered with. */
  status: number;
}

/** One operation of the API: what is asked, by whom, and what may be answered. */
export interface Operation {
  /** Verb first, unique: listStories. */
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Parameters in braces: /v1/stories/{id}. */
  path: string;
  tag: string;
  /** A few words, then the rest in Markdown. */
  summary: string;
  description?: string;
  scope: RequiredScope;
  params?: z.ZodObject;
  /** A strict object. Lists are sent comma-separated. */
  query?: z.ZodObject;
  /** Request headers that it knows: optional strings, checked by the handler. */
  headers?: Readonly<Record<string, string>>;
  body?: RequestBody;
  answers: Readonly<Record<number, Answer>>;
  /** Refusals beyond those that follow from scope, params, query and body: see `refusalsOf`. */
  refusals?: readonly ErrorCode[];
  /** Its answer holds a secret that must not be kept, so it takes no Idempotency-Key and is sent once. */
  isOnce?: true;
  /** `revalidate` (the default for GET): an ETag, and 304 to who has it. `none`: never stored. */
  caching?: 'revalidate' | 'none';
  deprecated?: { since: Date; sunset: Date };
  calls: readonly ExampleCall[];
}

/** Keeps an operation's exact type: handlers are checked against it. */
export function defineOperation<const Definition extends Operation>(operation: Definition): Definition {
  return operation;
}

/** Whether a repeat of a request under the same Idempotency-Key gets the first one's answer. */
export function takesIdempotencyKey(operation: Operation): boolean {
  return operation.method === 'post' && operation.scope !== 'none' && operation.isOnce !== true;
}

/** Every refusal that an operation may answer with: those that follow from its parts, and its own. */
export function refusalsOf(operation: Operation): ErrorCode[] {
  const codes = new Set<ErrorCode>(operation.refusals ?? []);
  if (operation.scope !== 'none')
    for (const code of ['unauthenticated', 'forbidden', 'rate_limited'] as const) codes.add(code);
  if (takesIdempotencyKey(operation))
    for (const code of ['malformed', 'conflict', 'invalid_input'] as const) codes.add(code);
  if (operation.params ?? operation.query) codes.add('malformed');
  if (operation.body) {
    for (const code of ['malformed', 'invalid_input', 'too_large', 'unsupported'] as const) codes.add(code);
  }
  codes.add('unavailable');
  codes.add('bug');
  return [...codes];
}

/** What a client reads of an operation's answer of this status: times are texts. */
export type AnswerBody<
  Definition extends Operation,
  Status extends keyof Definition['answers'],
> = Definition['answers'][Status] extends { schema: infer Schema }
  ? Schema extends z.ZodType
    ? z.output<Schema>
    : never
  : never;

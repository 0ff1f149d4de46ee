import type { Answer, Operation } from '@writethru/contract';
import type { Request, Response } from 'express';
import type { z } from 'zod';

import type { Principal } from '../authenticate.ts';

type OutputOf<Schema, Otherwise> = Schema extends z.ZodType ? z.output<Schema> : Otherwise;
type JsonBodyOf<Definition> = Definition extends {
  body: { isRaw?: never; types: { 'application/json': { schema: infer Schema } } };
}
  ? OutputOf<Schema, undefined>
  : undefined;

/** What a handler is given: everything has been checked by the operation's schemas. */
export interface OperationInput<Definition extends Operation> {
  params: OutputOf<Definition['params'], Record<string, never>>;
  query: OutputOf<Definition['query'], Record<string, never>>;
  /** The checked JSON; undefined where there is none, or where the operation reads the text itself. */
  body: JsonBodyOf<Definition>;
  /** The body as it came; empty where there is none. */
  bodyText: string;
  /** Of the body, lower case, without parameters. */
  mediaType: string;
  /** Throws AppError `bug` where the operation lets anyone in. */
  principal: () => Principal;
  /** A request header; undefined where it was not sent. */
  header: (name: string) => string | undefined;
  /** The path and query as they were asked for. */
  url: string;
}

/** The JSON that an answer's schema takes; times may be given as dates. */
type BodyOf<One> = One extends { schema: infer Schema }
  ? Schema extends z.ZodType
    ? z.input<Schema>
    : never
  : null;

type JsonAnswerOf<Answers extends Readonly<Record<number, Answer>>> = {
  [Status in keyof Answers & number]: {
    status: Status;
    body: BodyOf<Answers[Status]>;
    headers?: Readonly<Record<string, string>>;
  };
}[keyof Answers & number];

/** An answer in one of the media types of `otherTypes`. */
export interface TextAnswer {
  status: number;
  mediaType: string;
  text: string;
  headers?: Readonly<Record<string, string>>;
}

/** An answer that goes on: the handler writes it and ends it. */
export interface StreamAnswer {
  stream: (request: Request, response: Response) => Promise<void>;
}

export type OperationAnswer<Definition extends Operation> =
  JsonAnswerOf<Definition['answers']> | TextAnswer | StreamAnswer;

/** What serves an operation: given what its schemas made of the request, answers what they allow. */
export type OperationHandler<Definition extends Operation> = (
  input: OperationInput<Definition>,
) => Promise<OperationAnswer<Definition>>;

/** An operation with what serves it. */
export interface ServedOperation {
  operation: Operation;
  handle: (input: OperationInput<Operation>) => Promise<unknown>;
}

/** Ties an operation to its handler: what it is given and what it may answer follow from the operation's schemas. */
export function serve<Definition extends Operation>(
  operation: Definition,
  handle: OperationHandler<Definition>,
): ServedOperation {
  // The router gives the handler what the same definition's schemas made of the request.
  return { operation, handle: handle as unknown as ServedOperation['handle'] };
}

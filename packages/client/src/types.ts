import type { ApiOperation } from '@writethru/contract';

/** The name of an operation: its `operationId` in the OpenAPI document. */
export type OperationId = ApiOperation['id'];

/** The definition of one operation. */
export type OperationOf<Id extends OperationId> = Extract<ApiOperation, { id: Id }>;

/** What zod schemas say of themselves, without zod. */
interface Schema {
  _zod: { input: unknown; output: unknown };
}
type Read<Of> = Of extends Schema ? Of['_zod']['output'] : never;
type Written<Of> = Of extends Schema ? Of['_zod']['input'] : never;

/** Query values as their schema reads them; what may be left out there may be left out here. */
type QueryOf<Of> = Of extends Schema
  ? { [Name in keyof Written<Of>]: Name extends keyof Read<Of> ? Read<Of>[Name] : never }
  : unknown;

type BodyOf<Operation> = Operation extends { body: { types: { 'application/json': { schema: infer Of } } } }
  ? | { body: Written<Of>; mediaType?: 'application/json' }
    /** A document of any media type that the operation takes, or bytes that are compressed already. */
    | { body: string | Uint8Array<ArrayBuffer>; mediaType: string }
  : unknown;

type PartOf<Operation, Part extends 'params' | 'query'> =
  Operation extends Readonly<Record<Part, infer Of>> ? QueryOf<Of> : unknown;

/** What an operation is asked: its parameters by name, and its body. */
export type InputOf<Id extends OperationId> = PartOf<OperationOf<Id>, 'params'> &
  PartOf<OperationOf<Id>, 'query'> &
  BodyOf<OperationOf<Id>>;

type Success = 200 | 201 | 202;
type BodyOfAnswers<Answers> = {
  [Status in keyof Answers]: Status extends Success
    ? Answers[Status] extends { schema: infer Of }
      ? Read<Of>
      : never
    : never;
}[keyof Answers];

/** What an operation answers, in JSON; `never` where its answer is empty. */
export type AnswerOf<Id extends OperationId> = BodyOfAnswers<OperationOf<Id>['answers']>;

/** The operations that are read page by page. */
export type PagedId = {
  [Id in OperationId]: [AnswerOf<Id>] extends [never]
    ? never
    : AnswerOf<Id> extends { next: string | null }
      ? Id
      : never;
}[OperationId];

/** One thing that happened. */
export type Change = AnswerOf<'listChanges'>['changes'][number];

/** A story as lists show it. */
export type StorySummary = Extract<AnswerOf<'listStories'>['stories'][number], { id: string }>;

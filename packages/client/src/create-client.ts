import { callForJson, callRoute, type CallOptions } from './call-operation.ts';
import { followChanges, type FollowOptions, type ChangeFilter, readChanges } from './follow-changes.ts';
import { readPages } from './read-pages.ts';
import { ROUTES } from './routes.ts';
import { type Answer, parseBody, type Service } from './send-request.ts';
import type { AnswerOf, Change, InputOf, OperationId, PagedId, StorySummary } from './types.ts';

export interface ClientOptions {
  /** The address of the service: http://127.0.0.1:3000. */
  url: string;
  /** An API key: wt_…. */
  key: string;
  /** What messages call the key. Default `The key`. */
  keyName?: string;
  /** How long one call may be tried again, in milliseconds. Default 30,000. */
  patienceMs?: number;
}

type Arguments<Id extends OperationId> =
  Record<never, never> extends InputOf<Id>
    ? [input?: InputOf<Id>, options?: CallOptions]
    : [input: InputOf<Id>, options?: CallOptions];

/** A method for each operation: its parameters and body in one object, and its JSON answer. */
type Operations = {
  [Id in OperationId]: (
    ...call: Arguments<Id>
  ) => Promise<[AnswerOf<Id>] extends [never] ? void : AnswerOf<Id>>;
};

interface Iterators {
  /** A POST to a path that is no operation of the API, such as `/sign-in/links`. It may be sent twice. */
  post(path: string, options?: CallOptions): Promise<unknown>;
  /** An operation's answer whole, for what is no JSON: `{ format: 'atom' }`. */
  send<Id extends OperationId>(id: Id, input: InputOf<Id>, options?: CallOptions): Promise<Answer>;
  /** The pages of a list, from the first to the last. */
  pages<Id extends PagedId>(id: Id, input: InputOf<Id>, options?: CallOptions): AsyncGenerator<AnswerOf<Id>>;
  /** Every story of a list. */
  stories(
    input?: Omit<InputOf<'listStories'>, 'fields'>,
    options?: CallOptions,
  ): AsyncGenerator<StorySummary>;
  /** Every change after a position that there is now; returns where they end. */
  changes(since: number, filter?: ChangeFilter, signal?: AbortSignal): AsyncGenerator<Change, number>;
  /** Changes as they happen, until `signal` is aborted. */
  follow(options?: FollowOptions): AsyncGenerator<Change, void>;
}

/** Everything throws ProblemError, and the reason of the signal that aborts it. */
export type Client = Operations & Iterators;

/** A client for one service. Throws TypeError where `url` is none. */
export function createClient(options: ClientOptions): Client {
  const { origin, pathname } = new URL(options.url);
  const { key, keyName = 'The key', patienceMs = 30_000 } = options;
  const service: Service = {
    url: (origin + pathname).replace(/\/+$/, ''),
    key,
    keyName,
    hasAnswered: false,
  };
  const call = (id: OperationId, input: object = {}, one: CallOptions = {}): Promise<unknown> =>
    callForJson(service, id, input, { patienceMs, ...one });
  const operations = Object.fromEntries(
    (Object.keys(ROUTES) as OperationId[]).map((id) => [
      id,
      (input?: object, one?: CallOptions) => call(id, input, one),
    ]),
  ) as unknown as Operations;
  const iterators: Iterators = {
    post: (path, one) =>
      callRoute(service, { method: 'post', path, isRepeatable: true }, {}, { patienceMs, ...one }).then(
        ({ text }) => parseBody(text),
      ),
    send: (id: OperationId, input: unknown, one?: CallOptions) =>
      callRoute(service, ROUTES[id], Object(input) as object, { patienceMs, ...one }),
    pages: <Id extends PagedId>(id: Id, input: unknown, one?: CallOptions) =>
      readPages(call, id, Object(input) as object, one) as AsyncGenerator<AnswerOf<Id>>,
    async *stories(input = {}, one = {}) {
      for await (const page of iterators.pages('listStories', { limit: 100, ...input }, one))
        yield* page.stories as StorySummary[];
    },
    changes: (since, filter = {}, signal) => readChanges({ service, patienceMs }, since, filter, signal),
    follow: (how = {}) => followChanges({ service, patienceMs }, how),
  };
  return { ...operations, ...iterators };
}

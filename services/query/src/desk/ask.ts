import type { Answer, AnswerBody, Operation } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import {
  checkInput,
  mayCall,
  type OperationHandler,
  type OperationInput,
  type Principal,
} from '@writethru/runtime';

/** The JSON that an operation answers with on success. */
export type AnswerTo<Definition extends Operation> = AnswerBody<
  Definition,
  200 & keyof Definition['answers']
>;

/** What a page puts to an operation, as a client would send it. */
export interface Question {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Request headers by their names in lower case. */
  headers?: Record<string, string>;
}

/** Puts questions of one caller to the operations of the API. */
export type Ask = <const Definition extends Operation>(
  operation: Definition,
  handle: OperationHandler<Definition>,
  question: Question,
) => Promise<AnswerTo<Definition>>;

/** A redirect that an operation answered with: where to, of our pages, is for the page to say. */
export class Elsewhere extends Error {
  readonly body: unknown;

  constructor(body: unknown) {
    super('It is elsewhere now.');
    this.body = body;
  }
}

/**
 * The desk shows what the API answers the same key, and nothing else: a page has no way of its own to a text, so what
 * may not be shown cannot be shown here by mistake. Throws AppError as the API refuses, and `Elsewhere` where it
 * redirects.
 */
export function askFor(principal: Principal): Ask {
  return async (operation, handle, question) => {
    if (!mayCall(operation, principal.scopes))
      throw new AppError('forbidden', 'The key lacks the scope for this.');
    const { params, query, body } = operation as Operation;
    const media = body?.types['application/json'];
    const input = {
      params: params === undefined ? {} : checkInput(params, question.params ?? {}, 'path'),
      query: query === undefined ? {} : checkInput(query, question.query ?? {}, 'query'),
      body: media === undefined ? undefined : checkInput(media.schema, question.body, 'body'),
      bodyText: '',
      mediaType: media === undefined ? '' : 'application/json',
      principal: () => principal,
      header: (name: string) => question.headers?.[name],
      url: '/',
    };
    // As in the API's own router: the same definition's schemas made the input.
    const answer = await handle(input as unknown as OperationInput<typeof operation>);
    return readAnswer(operation, answer) as AnswerTo<typeof operation>;
  };
}

function readAnswer(operation: Operation, answer: object): unknown {
  if (!('body' in answer && 'status' in answer))
    throw new AppError('bug', `${operation.id} answered a page with no JSON.`);
  const status = Number(answer.status);
  const allowed: Answer | undefined = operation.answers[status];
  if (status >= 300) throw new Elsewhere(answer.body);
  const shaped = allowed?.schema?.safeParse(answer.body);
  if (shaped?.success === true) return shaped.data;
  throw new AppError('bug', `${operation.id} answers what its document does not allow.`, {
    cause: shaped?.error,
  });
}

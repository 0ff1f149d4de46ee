import type { postBatch } from '@writethru/contract';
import type { AppError, Submission } from '@writethru/domain';
import {
  toAppError,
  toProblem,
  type OperationHandler,
  type Principal,
  type Problem,
} from '@writethru/runtime';
import type { ReadResult, SentIdentity } from '@writethru/wire';

import { toAnswer, type ArticleAnswer } from '../article-answer.ts';
import { refuseForeignProvider, type Intake } from '../intake.ts';
import type { IntakeMeter } from '../intake-meter.ts';
import type { TimeZones } from '../time-zones.ts';
import { readPosted, type Posted } from './read-posted.ts';
import { describeRefused } from './refused-item.ts';

const MAX_ITEMS = 1_000;

type ItemResult = { index: number; status: number } & (Omit<ArticleAnswer, 'status'> | { problem: Problem });

/** 200 with a result for each item, once all that were taken are committed. */
export function answerBatch(
  intake: Intake,
  readZones: TimeZones,
  meter?: IntakeMeter,
): OperationHandler<typeof postBatch> {
  return async ({ bodyText, mediaType, query, ...input }) => {
    const principal = input.principal();
    const note = (error: AppError, sent?: SentIdentity): void =>
      intake.refusals.note(describeRefused(principal, query, sent), error);
    const refuse = (index: number, error: AppError, sent: SentIdentity): ItemResult => {
      meter?.countRefused(error.code);
      note(error, sent);
      return toRefusal(index, error);
    };
    const timeZones = await readZones();
    const items = readBatch({ bodyText, mediaType, query, principal, timeZones }, note);
    const checked = items.map((item) => checkProvider(item, principal));
    const submissions = checked.flatMap((item): Submission[] =>
      'submission' in item ? [item.submission] : [],
    );
    const accepted = await intake.accept(principal, submissions);
    let next = 0;
    const results = checked.map((item, index): ItemResult => {
      if ('error' in item) return refuse(index, item.error, item.sent);
      try {
        const { status: _url, ...answer } = toAnswer(accepted[next++]!);
        return { index, status: answer.repeat ? 200 : 202, ...answer };
      } catch (error) {
        return refuse(index, toAppError(error), identityOf(item.submission));
      }
    });
    return {
      status: 200,
      body: {
        accepted: count(results, 202),
        repeated: count(results, 200),
        refused: results.filter((result) => result.status >= 400).length,
        results,
      },
    };
  };
}

function readBatch(posted: Posted, note: (error: AppError) => void): ReadResult[] {
  try {
    return readPosted(posted, MAX_ITEMS);
  } catch (error) {
    note(toAppError(error));
    throw error;
  }
}

function identityOf({ provider, guid, content }: Submission): SentIdentity {
  return { provider, guid, feed: content.feed };
}

function checkProvider(item: ReadResult, principal: Principal): ReadResult {
  if ('error' in item) return item;
  try {
    refuseForeignProvider(principal, item.submission.provider);
    return item;
  } catch (error) {
    return { error: toAppError(error), sent: identityOf(item.submission) };
  }
}

function toRefusal(index: number, error: AppError): ItemResult {
  const problem = toProblem(error);
  return { index, status: problem.status, problem };
}

function count(results: readonly ItemResult[], status: number): number {
  return results.filter((result) => result.status === status).length;
}

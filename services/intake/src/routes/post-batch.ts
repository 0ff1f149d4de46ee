import type { postBatch } from '@writethru/contract';
import type { AppError, Submission } from '@writethru/domain';
import {
  toAppError,
  toProblem,
  type OperationHandler,
  type Principal,
  type Problem,
} from '@writethru/runtime';
import type { ReadResult } from '@writethru/wire';

import { toAnswer, type ArticleAnswer } from '../article-answer.ts';
import { refuseForeignProvider, type Intake } from '../intake.ts';
import type { IntakeMeter } from '../intake-meter.ts';
import type { TimeZones } from '../time-zones.ts';
import { readPosted } from './read-posted.ts';

const MAX_ITEMS = 1_000;

type ItemResult = { index: number; status: number } & (Omit<ArticleAnswer, 'status'> | { problem: Problem });

/** 200 with a result for each item, once all that were taken are committed. */
export function answerBatch(
  intake: Intake,
  readZones: TimeZones,
  meter?: IntakeMeter,
): OperationHandler<typeof postBatch> {
  const refuse = (index: number, error: AppError): ItemResult => {
    meter?.countRefused(error.code);
    return toRefusal(index, error);
  };
  return async ({ bodyText, mediaType, query, ...input }) => {
    const principal = input.principal();
    const timeZones = await readZones();
    const items = readPosted({ bodyText, mediaType, query, principal, timeZones }, MAX_ITEMS);
    const checked = items.map((item) => checkProvider(item, principal));
    const submissions = checked.flatMap((item): Submission[] =>
      'submission' in item ? [item.submission] : [],
    );
    const accepted = await intake.accept(principal, submissions);
    let next = 0;
    const results = checked.map((item, index): ItemResult => {
      if ('error' in item) return refuse(index, item.error);
      try {
        const { status: _url, ...answer } = toAnswer(accepted[next++]!);
        return { index, status: answer.repeat ? 200 : 202, ...answer };
      } catch (error) {
        return refuse(index, toAppError(error));
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

function checkProvider(item: ReadResult, principal: Principal): ReadResult {
  if ('error' in item) return item;
  try {
    refuseForeignProvider(principal, item.submission.provider);
    return item;
  } catch (error) {
    return { error: toAppError(error) };
  }
}

function toRefusal(index: number, error: AppError): ItemResult {
  const problem = toProblem(error);
  return { index, status: problem.status, problem };
}

function count(results: readonly ItemResult[], status: number): number {
  return results.filter((result) => result.status === status).length;
}

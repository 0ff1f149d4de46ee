import type { postArticle } from '@writethru/contract';
import { readWait, toAppError, type OperationHandler } from '@writethru/runtime';
import type { SentIdentity } from '@writethru/wire';

import { toAnswer, type ArticleAnswer } from '../article-answer.ts';
import type { Intake } from '../intake.ts';
import type { TimeZones } from '../time-zones.ts';
import type { WaitForStory } from '../wait-for-story.ts';
import { readPosted, type Posted } from './read-posted.ts';
import { describeRefused } from './refused-item.ts';

/**
 * 202 once the article is committed, 200 for one that is held already; 201 with its story where the caller waits for
 * it and it is there in time.
 */
export function answerArticle(
  intake: Intake,
  wait: WaitForStory,
  readZones: TimeZones,
): OperationHandler<typeof postArticle> {
  return async ({ bodyText, mediaType, query, header, ...input }) => {
    const principal = input.principal();
    const timeZones = await readZones();
    const answer = await accept(intake, { bodyText, mediaType, query, principal, timeZones });
    const waitMs = readWait(header('prefer'));
    const story = await wait(answer.articleId, waitMs);
    const body = story === null ? answer : { ...answer, story };
    const headers = {
      Location: answer.status,
      ...(waitMs > 0 && { 'Preference-Applied': `wait=${waitMs / 1000}` }),
    };
    if (answer.repeat) return { status: 200, body, headers };
    return story === null ? { status: 202, body, headers } : { status: 201, body, headers };
  };
}

async function accept(intake: Intake, posted: Posted): Promise<ArticleAnswer> {
  const { principal, query } = posted;
  let sent: SentIdentity = {};
  try {
    const [read] = readPosted(posted, 1);
    if ('error' in read!) {
      ({ sent } = read);
      throw read.error;
    }
    const { submission } = read!;
    sent = { ...submission, feed: submission.content.feed };
    const [result] = await intake.accept(principal, [submission]);
    return toAnswer(result!);
  } catch (error) {
    const refusal = toAppError(error);
    // Where too many wait, or the store is away, that is told of once, not of each.
    if (refusal.code !== 'unavailable')
      intake.refusals.note(describeRefused(principal, query, sent), refusal);
    throw error;
  }
}

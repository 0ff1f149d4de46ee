import type { postArticle } from '@writethru/contract';
import { readWait, type OperationHandler } from '@writethru/runtime';

import { toAnswer } from '../article-answer.ts';
import type { Intake } from '../intake.ts';
import type { TimeZones } from '../time-zones.ts';
import type { WaitForStory } from '../wait-for-story.ts';
import { readPosted } from './read-posted.ts';

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
    const [read] = readPosted({ bodyText, mediaType, query, principal, timeZones }, 1);
    if ('error' in read!) throw read.error;
    const [result] = await intake.accept(principal, [read!.submission]);
    const answer = toAnswer(result!);
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

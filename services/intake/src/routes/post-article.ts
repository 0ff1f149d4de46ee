import type { postArticle } from '@writethru/contract';
import { parseJson, type OperationHandler } from '@writethru/runtime';
import { parseSubmission } from '@writethru/wire';

import { toAnswer } from '../article-answer.ts';
import type { Intake } from '../intake.ts';
import { readWait, type WaitForStory } from '../wait-for-story.ts';

/**
 * 202 once the article is committed, 200 for one that is held already; 201 with its story where the caller waits for
 * it and it is there in time.
 */
export function answerArticle(intake: Intake, wait: WaitForStory): OperationHandler<typeof postArticle> {
  return async ({ bodyText, principal, header }) => {
    const submission = parseSubmission(parseJson(bodyText), Date.now());
    const [result] = await intake.accept(principal(), [submission]);
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

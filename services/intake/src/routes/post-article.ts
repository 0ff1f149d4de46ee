import type { postArticle } from '@writethru/contract';
import { parseJson, type OperationHandler } from '@writethru/runtime';
import { parseSubmission } from '@writethru/wire';

import { toAnswer } from '../article-answer.ts';
import type { Intake } from '../intake.ts';

/** 202 once the article is committed, 200 for one that is held already. */
export function answerArticle(intake: Intake): OperationHandler<typeof postArticle> {
  return async ({ bodyText, principal }) => {
    const submission = parseSubmission(parseJson(bodyText), Date.now());
    const [result] = await intake.accept(principal(), [submission]);
    const body = toAnswer(result!);
    const headers = { Location: body.status };
    return body.repeat ? { status: 200, body, headers } : { status: 202, body, headers };
  };
}

import { bodyTextOf, parseJson, principalOf } from '@writethru/runtime';
import { parseSubmission } from '@writethru/wire';
import type { Request, Response } from 'express';

import { toAnswer } from '../article-answer.ts';
import type { Intake } from '../intake.ts';

/** `POST /v1/articles`: 202 once the article is committed, 200 for one that is held already. */
export function postArticle(intake: Intake) {
  return async (_request: Request, response: Response): Promise<void> => {
    const submission = parseSubmission(parseJson(bodyTextOf(response)), Date.now());
    const [result] = await intake.accept(principalOf(response), [submission]);
    const answer = toAnswer(result!);
    response.setHeader('Location', answer.status);
    response.status(answer.repeat ? 200 : 202).json(answer);
  };
}

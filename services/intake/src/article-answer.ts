import { AppError } from '@writethru/domain';
import type { AcceptResult } from '@writethru/store';

/** What a caller is told of an article that is held. */
export interface ArticleAnswer {
  articleId: string;
  version: number;
  /** True for one that was held before. */
  repeat: boolean;
  /** Where its state can be read. */
  status: string;
}

/** Turns a result into an answer. Throws AppError: `conflict` for a version taken by other content. */
export function toAnswer(result: AcceptResult): ArticleAnswer {
  if (result.kind === 'failed') throw result.error;
  const { articleId, version } = result;
  if (result.kind === 'taken') {
    throw new AppError('conflict', `Version ${version} is held with other content.`, {
      details: { articleId, version, differs: result.differs },
    });
  }
  return { articleId, version, repeat: result.kind === 'repeat', status: `/v1/articles/${articleId}` };
}

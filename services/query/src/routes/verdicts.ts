import { RULE } from '@writethru/clustering';
import type { judgePair, listDoubtful } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler } from '@writethru/runtime';
import { countVerdicts, findArticle, type ArticleDetail, type Carrier, type Pool } from '@writethru/store';

import { listDoubts } from '../doubts/list-doubts.ts';
import { recordVerdict } from '../edits/answer-edits.ts';
import { viewerOf } from '../viewer.ts';

/** The pairs that the rule was least sure of, and how often editors found it right. */
export function answerDoubtful(pool: Pool): OperationHandler<typeof listDoubtful> {
  return async ({ query }) => {
    const { pairs, compared } = await listDoubts(pool);
    return {
      status: 200,
      body: {
        pairs: pairs.slice(0, query.limit).map(({ articles: [a, b], isOneStory, score }) => ({
          a: shapeSide(a),
          b: shapeSide(b),
          isOneStory,
          score,
          threshold: RULE.matchScore,
        })),
        compared,
        verdicts: await countVerdicts(pool),
      },
    };
  };
}

function shapeSide({ storyId, ...carrier }: Carrier) {
  if (storyId === null) throw new AppError('bug', 'A doubtful article is in no story.');
  return { ...carrier, storyId };
}

/** Two articles are kept together, or apart, whatever the rule says. */
export function answerJudge(pool: Pool, now: () => Date): OperationHandler<typeof judgePair> {
  return async ({ body, principal, header }) => {
    const viewer = viewerOf(principal(), now());
    const a = requirePlaced(await findArticle(pool, body.a, viewer), 'a');
    const b = requirePlaced(await findArticle(pool, body.b, viewer), 'b');
    if (a.provider === b.provider && a.guid === b.guid) {
      throw new AppError('invalid_input', 'Versions of one guid are one story by their provider’s word.', {
        faults: [{ pointer: '/b', detail: 'is a version of the same guid' }],
      });
    }
    return recordVerdict(pool, {
      ...body,
      a: placeOf(a),
      b: placeOf(b),
      principal: principal(),
      prefer: header('prefer'),
    });
  };
}

function placeOf({ id, story }: Placed) {
  return { articleId: id, storyId: story.id };
}

type Placed = ArticleDetail & { story: NonNullable<ArticleDetail['story']> };

function requirePlaced(article: ArticleDetail | null, name: 'a' | 'b'): Placed {
  if (article === null)
    throw new AppError('not_found', 'There is no such article.', {
      faults: [{ pointer: `/${name}`, detail: 'is no article' }],
    });
  const { story } = article;
  if (story === null)
    throw new AppError(
      'conflict',
      'An article that is not in a story yet, or in quarantine, cannot be judged.',
    );
  return { ...article, story };
}

import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { difference } from '../schemas/difference.ts';
import { EXAMPLE, id } from '../schemas/values.ts';

const EXAMPLE_SIDE = {
  articleId: EXAMPLE.articleId,
  storyId: EXAMPLE.storyId,
  provider: 'demo-wire',
  guid: 'bridge-1',
  version: 1,
  effectiveAt: EXAMPLE.time,
  headline: 'Harbour bridge shut',
  wordCount: 11,
  isShown: true,
} as const;

const EXAMPLE_DIFFERENCE = {
  storyId: EXAMPLE.storyId,
  from: EXAMPLE_SIDE,
  to: { ...EXAMPLE_SIDE, articleId: EXAMPLE.otherArticleId, version: 2, wordCount: 16 },
  headline: {
    operations: [{ op: 'equal', text: 'Harbour bridge shut' }],
    html: '<p dir="auto">Harbour bridge shut</p>',
    isCoarse: false,
  },
  body: {
    operations: [
      { op: 'equal', text: 'The bridge over the harbour will stay shut for ' },
      { op: 'delete', text: '3' },
      { op: 'insert', text: '5' },
      { op: 'equal', text: ' weeks.' },
      { op: 'insert', text: '\nThe council meets on Thursday.' },
    ],
    html: [
      '<p dir="auto">The bridge over the harbour will stay shut for <del>3</del><ins>5</ins> weeks.</p>',
      '<p dir="auto"><ins>The council meets on Thursday.</ins></p>',
    ].join('\n'),
    isCoarse: false,
  },
  removedPassages: [],
  addedPassages: ['The council meets on Thursday.'],
  changedNumbers: { removed: ['3'], added: ['5'] },
  changedNames: { removed: [], added: ['Thursday'] },
};

export const diffArticles = defineOperation({
  id: 'diffArticles',
  method: 'get',
  path: '/v1/stories/{id}/diff',
  tag: 'Stories',
  summary: 'What changed from one version to another',
  description: `Word by word, and character by character in scripts without spaces. White space, the width of lines and kinds of
quotation marks are no difference. Each of the two is in the story, or a version of the same guid as the other one,
which is.`,
  scope: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({
    from: id.meta({ description: 'An article: its id, as `sequence` may change.' }),
    to: id.meta({ description: 'Another one.' }),
  }),
  answers: {
    200: { description: 'The difference.', schema: difference, example: EXAMPLE_DIFFERENCE },
    307: {
      description: 'The story lives on under another id.',
      schema: z.object({ mergedInto: id }),
      example: { mergedInto: EXAMPLE.storyId },
      headers: { Location: 'The same of the story that it lives on in.' },
    },
  },
  refusals: ['not_found'],
  calls: [
    {
      name: 'two versions',
      params: { id: EXAMPLE.storyId },
      query: { from: EXAMPLE.articleId, to: EXAMPLE.otherArticleId },
      status: 200,
    },
  ],
});

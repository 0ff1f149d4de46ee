import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { notShown, relation } from '../schemas/evidence.ts';
import { EXAMPLE, id, providerName, time } from '../schemas/values.ts';

const share = z.number().min(0).max(1).nullable();

const pickup = z
  .object({
    articleId: id,
    provider: z.string(),
    guid: z.string(),
    version: z.int().min(0),
    headline: z.string().nullable(),
    effectiveAt: time,
    relation,
    isShown: z.boolean(),
    notShown,
    basedOn: id.nullable().meta({ description: "The agency's version that most was taken of." }),
    lagSeconds: z.int().nullable().meta({ description: 'After that version; negative: before it.' }),
    kept: share.meta({
      description: "Of that version's text: the share of its five-word windows that is in this one.",
    }),
    added: share.meta({ description: 'The share of its own text that is not in that version.' }),
    addedPassages: z
      .array(z.string())
      .nullable()
      .meta({ description: 'The longer of them. Null where one of the two texts may not be shown.' }),
    isStanding: z.boolean().meta({ description: 'The newest that its provider sent under this guid.' }),
    stillRuns: z.boolean().meta({ description: 'It stands, usable, with a text that was killed.' }),
  })
  .meta({ id: 'Pickup', description: "What another provider made of an agency's copy." });

const report = z
  .object({
    storyId: id,
    agency: z.string(),
    firstEffectiveAt: time.meta({ description: "Of the agency's first version." }),
    agencyVersionCount: z.int().min(1),
    withdrawnAt: time.nullable().meta({
      description: 'When the agency killed the last that it had in the story; null where something stands.',
    }),
    pickups: z.array(pickup).meta({ description: 'In the order of time.' }),
    hasMoreVersions: z.boolean().meta({ description: 'True past 1,000 versions.' }),
  })
  .meta({ id: 'PickupReport', description: "Who ran an agency's story, and how much of it." });

const EXAMPLE_REPORT = {
  storyId: EXAMPLE.storyId,
  agency: 'demo-wire',
  firstEffectiveAt: EXAMPLE.time,
  agencyVersionCount: 1,
  withdrawnAt: null,
  pickups: [
    {
      articleId: EXAMPLE.otherArticleId,
      provider: 'demo-courier',
      guid: 'bridge-7',
      version: 0,
      headline: 'Harbour bridge to stay shut',
      effectiveAt: '2026-11-25T09:30:00.000Z',
      relation: 'reprint_of',
      isShown: true,
      basedOn: EXAMPLE.articleId,
      lagSeconds: 5400,
      kept: 0.82,
      added: 0.1,
      addedPassages: ['The city council meets on Thursday.'],
      isStanding: true,
      stillRuns: false,
    },
  ],
  hasMoreVersions: false,
} as const;

export const getPickup = defineOperation({
  id: 'getPickup',
  method: 'get',
  path: '/v1/stories/{id}/pickup',
  tag: 'Stories',
  summary: "Who ran an agency's story, how much later, and how much of it",
  description: 'After a kill `stillRuns` names those who still carry the withdrawn text.',
  scope: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({
    provider: providerName.optional().meta({ description: 'The agency. Default: who had the story first.' }),
  }),
  answers: {
    200: { description: 'The report.', schema: report, example: EXAMPLE_REPORT },
    307: {
      description: 'The story lives on under another id.',
      schema: z.object({ mergedInto: id }),
      example: { mergedInto: EXAMPLE.storyId },
      headers: { Location: 'The report of the story that it lives on in.' },
    },
  },
  refusals: ['not_found'],
  calls: [{ name: 'by who had it first', params: { id: EXAMPLE.storyId }, status: 200 }],
});

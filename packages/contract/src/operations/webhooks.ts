import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { changeCause, changeType } from '../schemas/change.ts';
import { EXAMPLE, id, time } from '../schemas/values.ts';

const tag = 'Live';

const webhook = z
  .object({
    id,
    url: z.string(),
    types: z.array(changeType).nullable(),
    causes: z.array(changeCause).nullable(),
    position: z.int().min(0).meta({ description: 'The last change that was delivered or left out.' }),
    isActive: z.boolean().meta({ description: 'False after days of failure, or a 410: resume it.' }),
    failures: z.int().min(0).meta({ description: 'In a row.' }),
    failingSince: time.nullable(),
    lastFault: z.string().nullable(),
    lastDeliveredAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Webhook', description: 'Where changes are pushed to.' });

const EXAMPLE_WEBHOOK = {
  id: EXAMPLE.webhookId,
  url: 'https://news.example.com/writethru',
  types: ['story.created', 'story.merged'],
  causes: null,
  position: 1042,
  isActive: true,
  failures: 0,
  failingSince: null,
  lastFault: null,
  lastDeliveredAt: EXAMPLE.time,
  createdAt: EXAMPLE.time,
};

const secret = z
  .string()
  .meta({ description: 'Shown once. Libraries of Standard Webhooks take it as it is.' });
const EXAMPLE_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw4dSy1nJGGrA=';

const webhookUrl = z
  .string()
  .max(2_048)
  .refine(
    (value) =>
      URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).username === '',
    'must be an http or https URL without a user name',
  )
  .meta({ format: 'uri' });

export const createWebhook = defineOperation({
  id: 'createWebhook',
  method: 'post',
  path: '/v1/webhooks',
  tag,
  summary: 'Have changes pushed to a URL',
  description: `By Standard Webhooks (standardwebhooks.com): a POST for each change from now on, one at a time and in order, with
\`webhook-id\`, \`webhook-timestamp\` and \`webhook-signature\`; the body is \`{ type, timestamp, data }\`, where \`data\` is the
change. Answer with 2xx within 15 seconds. Anything else is tried again, up to an hour apart; after five days, or on a
410, the webhook stops. A change may come twice: its \`webhook-id\` stays. Private addresses are refused.`,
  scope: 'ops',
  body: {
    types: {
      'application/json': {
        schema: z
          .strictObject({
            url: webhookUrl,
            types: z.array(changeType).min(1).optional(),
            causes: z.array(changeCause).min(1).optional(),
          })
          .meta({ id: 'NewWebhook' }),
        example: { url: 'https://news.example.com/writethru', types: ['story.created', 'story.merged'] },
      },
    },
  },
  answers: {
    201: {
      description: 'The webhook, and its secret.',
      schema: z.object({ webhook, secret }).meta({ id: 'CreatedWebhook' }),
      example: { webhook: EXAMPLE_WEBHOOK, secret: EXAMPLE_SECRET },
      headers: { Location: 'The webhook.' },
    },
  },
  calls: [
    {
      name: 'new stories and merges alone',
      body: { url: 'https://news.example.com/writethru', types: ['story.created', 'story.merged'] },
      mediaType: 'application/json',
      status: 201,
    },
  ],
});

export const listWebhooks = defineOperation({
  id: 'listWebhooks',
  method: 'get',
  path: '/v1/webhooks',
  tag,
  summary: 'List webhooks and how they fare',
  scope: 'ops',
  query: z.strictObject({}),
  answers: {
    200: {
      description: 'All of them.',
      schema: z.object({ webhooks: z.array(webhook) }).meta({ id: 'WebhookList' }),
      example: { webhooks: [EXAMPLE_WEBHOOK] },
    },
  },
  caching: 'none',
  calls: [{ name: 'all', status: 200 }],
});

export const deleteWebhook = defineOperation({
  id: 'deleteWebhook',
  method: 'delete',
  path: '/v1/webhooks/{id}',
  tag,
  summary: 'Remove a webhook',
  scope: 'ops',
  params: z.strictObject({ id }),
  answers: { 204: { description: 'It is gone.' } },
  refusals: ['not_found'],
  calls: [{ name: 'one', params: { id: EXAMPLE.deletedWebhookId }, status: 204 }],
});

export const rotateWebhookSecret = defineOperation({
  id: 'rotateWebhookSecret',
  method: 'post',
  path: '/v1/webhooks/{id}/rotate-secret',
  tag,
  summary: 'Give a webhook a new secret',
  description: 'For a day deliveries are signed with the new secret and with the old one.',
  scope: 'ops',
  params: z.strictObject({ id }),
  answers: {
    200: {
      description: 'The new secret.',
      schema: z.object({ secret }).meta({ id: 'WebhookSecret' }),
      example: { secret: EXAMPLE_SECRET },
    },
  },
  refusals: ['not_found'],
  calls: [{ name: 'one', params: { id: EXAMPLE.webhookId }, status: 200 }],
});

export const resumeWebhook = defineOperation({
  id: 'resumeWebhook',
  method: 'post',
  path: '/v1/webhooks/{id}/resume',
  tag,
  summary: 'Resume a webhook that has stopped, or replay',
  scope: 'ops',
  params: z.strictObject({ id }),
  body: {
    types: {
      'application/json': {
        schema: z
          .strictObject({
            since: z.int().min(0).optional().meta({
              description: 'Delivers again what came after this position. Default: where it stopped.',
            }),
          })
          .meta({ id: 'WebhookResumption' }),
        example: { since: 0 },
      },
    },
  },
  answers: { 200: { description: 'The webhook.', schema: webhook, example: EXAMPLE_WEBHOOK } },
  refusals: ['not_found'],
  calls: [
    {
      name: 'everything again',
      params: { id: EXAMPLE.webhookId },
      body: { since: 0 },
      mediaType: 'application/json',
      status: 200,
    },
  ],
});

export const WEBHOOK_OPERATIONS = [
  createWebhook,
  listWebhooks,
  deleteWebhook,
  rotateWebhookSecret,
  resumeWebhook,
];

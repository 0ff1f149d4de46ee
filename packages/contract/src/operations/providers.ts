import { isTimeZone } from '@writethru/wire';
import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE, limitParameter, providerName, textParameter, time } from '../schemas/values.ts';

const tag = 'Providers';

const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, 'must be the IANA name of a time zone')
  .nullable()
  .meta({ description: 'IANA name, of times that come without a zone. Null: UTC.' });
const rank = z
  .int()
  .min(1)
  .max(1_000_000)
  .nullable()
  .meta({ description: '1 leads before 2 under the lead policy `provider_rank`. Null comes last.' });
const retentionDays = z
  .int()
  .min(1)
  .max(36_500)
  .nullable()
  .meta({ description: 'Days from receipt after which text is dropped. Null keeps it.' });
const hasTrustedKeys = z.boolean().meta({
  description: 'Whether its `altIds` and `storyKey` may join articles. They can name anyone’s item.',
});

const provider = z
  .object({
    provider: z.string(),
    timeZone,
    rank,
    retentionDays,
    hasTrustedKeys,
    updatedAt: time.nullable().meta({ description: 'When a setting was changed last.' }),
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Provider', description: 'A provider, with what is settled about it.' });

const EXAMPLE_PROVIDER = {
  provider: 'demo-wire',
  timeZone: 'Europe/Berlin',
  rank: 1,
  retentionDays: null,
  hasTrustedKeys: false,
  updatedAt: EXAMPLE.time,
  updatedBy: 'an administrator',
};
const EXAMPLE_CHANGE = { timeZone: 'Europe/Berlin', rank: 1 };

export const listProviders = defineOperation({
  id: 'listProviders',
  method: 'get',
  path: '/v1/providers',
  tag,
  summary: 'Providers with their settings',
  description: 'Those that sent something and those that have settings, by name.',
  scope: 'admin',
  query: z.strictObject({
    after: textParameter(200).optional().meta({ description: 'From `next` of the page before.' }),
    limit: limitParameter(1_000, 100),
  }),
  answers: {
    200: {
      description: 'A page of providers.',
      schema: z
        .object({
          providers: z.array(provider),
          next: z.string().nullable().meta({ description: 'Null on the last page.' }),
        })
        .meta({ id: 'ProviderPage' }),
      example: { providers: [EXAMPLE_PROVIDER], next: null },
    },
  },
  calls: [{ name: 'all', status: 200 }],
});

export const setProvider = defineOperation({
  id: 'setProvider',
  method: 'patch',
  path: '/v1/providers/{provider}',
  tag,
  summary: 'Change settings of a provider',
  description: `What is not named stays. A zone counts for what is posted a few seconds later, a rank from the next decision about
a story on, trust for articles that come from then on. Every change is on record with who made it.`,
  scope: 'admin',
  params: z.strictObject({ provider: providerName }),
  body: {
    types: {
      'application/json': {
        schema: z.strictObject({
          timeZone: timeZone.optional(),
          rank: rank.optional(),
          retentionDays: retentionDays.optional(),
          hasTrustedKeys: hasTrustedKeys.optional(),
        }),
        example: EXAMPLE_CHANGE,
      },
    },
  },
  answers: { 200: { description: 'The settings from now on.', schema: provider, example: EXAMPLE_PROVIDER } },
  calls: [
    {
      name: 'zone and rank',
      params: { provider: 'demo-wire' },
      body: EXAMPLE_CHANGE,
      mediaType: 'application/json',
      status: 200,
    },
  ],
});

export const PROVIDER_OPERATIONS = [listProviders, setProvider];

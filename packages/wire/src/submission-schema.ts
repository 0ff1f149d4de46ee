import { PUB_STATUSES } from '@writethru/domain';
import { z } from 'zod';

import { findTextFault, isBlank, sanitiseText } from './sanitise-text.ts';
import { parseTimestamp } from './timestamps.ts';

const MAX_ITEMS = 100;
const MAX_BODY_CHARACTERS = 1_000_000;

function text(maxCharacters: number): z.ZodType<string, string> {
  return z
    .string()
    .max(maxCharacters)
    .superRefine((value, context) => {
      const fault = findTextFault(value);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    })
    .transform(sanitiseText);
}

/** Names things, so nothing may be silently taken out of it. */
function name(maxBytes: number): z.ZodType<string, string> {
  return z
    .string()
    .min(1)
    .refine((value) => Buffer.byteLength(value) <= maxBytes, `must be at most ${maxBytes} bytes of UTF-8`)
    .refine(
      (value) => !/\p{Cc}/u.test(value) && findTextFault(value) === null,
      'must not contain control characters',
    )
    .refine((value) => !isBlank(value), 'must not be blank');
}

const trimmedName = (maxBytes: number) =>
  name(maxBytes).refine((value) => value.trim() === value, 'must not begin or end with white space');

const timestamp = z
  .string()
  .max(64)
  .transform((value, context) => {
    const parsed = parseTimestamp(value);
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: 'must be a date that exists, as ISO 8601, of 1900 to 9998' });
    return z.NEVER;
  });

const webAddress = text(2_048).refine(
  (value) => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol),
  'must be an http or https URL',
);

const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, 'must be a BCP 47 language tag');

const pubStatus = z.preprocess((value) => (value === 'cancelled' ? 'canceled' : value), z.enum(PUB_STATUSES));

/** Kept as it came, but for characters that no store could hold. */
const anything = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  const fault = findTextFault(JSON.stringify(value));
  if (
    fault !== null ||
    JSON.stringify(value).includes('\\u0000') ||
    /\\ud[89a-f]/i.test(JSON.stringify(value))
  ) {
    context.addIssue({
      code: 'custom',
      message: fault ?? 'must not contain U+0000 or half of a surrogate pair',
    });
  }
});

const shortTexts = z.array(text(512)).max(MAX_ITEMS);

/** The JSON of one article, in IPTC ninjs names. Unknown fields are refused: what is extra goes into `extra`. */
export const submissionSchema = z
  .strictObject({
    provider: trimmedName(200),
    guid: name(512),
    version: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER - 1)
      .optional(),
    versionCreated: timestamp.optional(),
    type: z.literal('text', 'only items of type text are taken').optional(),
    feed: trimmedName(200).optional(),
    headline: text(2_000).optional(),
    body: text(MAX_BODY_CHARACTERS).optional(),
    publishedAt: timestamp.optional(),
    language: language.optional(),
    url: webAddress.optional(),
    byline: text(1_000).optional(),
    dateline: text(1_000).optional(),
    slugline: text(1_000).optional(),
    edNote: text(5_000).optional(),
    urgency: z.int().min(1).max(9).optional(),
    pubStatus: pubStatus.optional(),
    embargoedUntil: timestamp.optional(),
    expires: timestamp.optional(),
    signals: shortTexts.optional(),
    altIds: z
      .array(z.strictObject({ role: text(200), value: text(512) }))
      .max(MAX_ITEMS)
      .optional(),
    storyKey: text(512).optional(),
    source: text(512).optional(),
    subjects: z.array(anything).max(MAX_ITEMS).optional(),
    associations: z.array(anything).max(MAX_ITEMS).optional(),
    extra: anything.optional(),
  })
  .meta({ id: 'Submission', description: 'An article to post. What is extra goes into `extra`.' });

export type SubmissionFields = z.infer<typeof submissionSchema>;

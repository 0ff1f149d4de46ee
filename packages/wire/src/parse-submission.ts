import { AppError, type ArticleContent, type FieldFault, type Submission } from '@writethru/domain';
import type { z } from 'zod';

import { isBlank } from './sanitise-text.ts';
import { submissionSchema, type SubmissionFields } from './submission-schema.ts';

const FUTURE_TOLERANCE_MS = 24 * 3600 * 1000;
const MAX_FAULTS = 20;

/**
 * Turns one parsed JSON value into a submission, its texts in the one form that is hashed and stored.
 * Dates may lie a day in the future of `nowMs` at most, but for embargo and expiry.
 * Throws AppError `invalid_input` with a fault, as a JSON pointer, for each field that is wrong (the first 20).
 */
export function parseSubmission(value: unknown, nowMs: number): Submission {
  const parsed = submissionSchema.safeParse(value);
  if (!parsed.success) throw refusal(parsed.error.issues.flatMap(toFaults));
  const fields = parsed.data;
  const faults = [...findMissingText(fields), ...findFutureDates(fields, nowMs)];
  if (faults.length > 0) throw refusal(faults);
  const { provider, guid, version, versionCreated, type: _type, ...rest } = fields;
  return {
    provider,
    guid,
    ...(version === undefined ? {} : { version }),
    ...(versionCreated === undefined ? {} : { versionCreated }),
    content: dropUndefined(rest),
  };
}

function refusal(faults: readonly FieldFault[]): AppError {
  return new AppError('invalid_input', 'The article is not acceptable: see errors.', {
    faults: faults.slice(0, MAX_FAULTS),
  });
}

function toFaults(issue: z.core.$ZodIssue): FieldFault[] {
  const pointer = toPointer(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ pointer, detail: issue.message }];
  return issue.keys.map((key) => ({
    pointer: `${pointer}/${escapeToken(key)}`,
    detail: 'is not a field of an article; extra fields go into "extra"',
  }));
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((token) => `/${escapeToken(String(token))}`).join('');
}

function escapeToken(token: string): string {
  return token.slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1');
}

function findMissingText(fields: SubmissionFields): FieldFault[] {
  const hasText = [fields.headline, fields.body].some((field) => field !== undefined && !isBlank(field));
  if (hasText || fields.pubStatus === 'canceled') return [];
  return [{ pointer: '/body', detail: 'an article needs a headline, a body, or the status canceled' }];
}

function findFutureDates(fields: SubmissionFields, nowMs: number): FieldFault[] {
  return (['publishedAt', 'versionCreated'] as const)
    .filter((name) => {
      const value = fields[name];
      return value !== undefined && Date.parse(value) > nowMs + FUTURE_TOLERANCE_MS;
    })
    .map((name) => ({ pointer: `/${name}`, detail: 'lies more than a day in the future' }));
}

function dropUndefined(fields: Record<string, unknown>): ArticleContent {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

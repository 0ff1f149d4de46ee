import { AppError, isId } from '@writethru/domain';
import { z } from 'zod';

/** `limit`: a whole number from 1 to `max`. */
export function limitParameter(max: number, fallback: number) {
  return z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from 1 to ${max}`)
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `must be a whole number from 1 to ${max}`)
    .default(fallback);
}

/** A time, ISO 8601 with a zone. */
export const timeParameter = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with a zone' });

export const providerParameter = z.string().min(1).max(200);

/** One of our ids. */
export const idParameter = z.string().refine(isId, 'must be an id of ours');

/** The id in a path. Throws AppError `malformed` for one of another shape. */
export function readId(text: unknown): string {
  if (typeof text === 'string' && isId(text)) return text;
  throw new AppError('malformed', 'The id in the path is not one of ours: a lower-case UUID.');
}

import { AppError, type ErrorCode, type FieldFault } from '@writethru/domain';
import type { z } from 'zod';

const MAX_FAULTS = 20;

/** Where an input came from, which is how its faults are named: `?name`, `{name}` or a JSON pointer. */
export type InputPlace = 'query' | 'path' | 'body';

const REFUSAL: Record<InputPlace, { code: ErrorCode; message: string }> = {
  query: { code: 'malformed', message: 'The query is not acceptable: see errors.' },
  path: { code: 'malformed', message: 'The path is not acceptable: see errors.' },
  body: { code: 'invalid_input', message: 'The content is not acceptable: see errors.' },
};

/**
 * Checks an input by its schema. Throws AppError (`invalid_input` for a body, else `malformed`) with a fault for each
 * thing that is wrong, the first 20 of them.
 */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: InputPlace,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuseInput(
    place,
    parsed.error.issues.flatMap((issue) => toFaults(issue, place)),
  );
}

/** The refusal of an input that is wrong in these places. */
export function refuseInput(place: InputPlace, faults: readonly FieldFault[]): AppError {
  const { code, message } = REFUSAL[place];
  return new AppError(code, message, { faults: faults.slice(0, MAX_FAULTS) });
}

function toFaults(issue: z.core.$ZodIssue, place: InputPlace): FieldFault[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ pointer: toPointer(issue.path, place), detail: issue.message }];
  }
  const detail = place === 'query' ? 'is not a parameter of this' : 'is not a field of this';
  return issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key], place), detail }));
}

function toPointer(path: readonly PropertyKey[], place: InputPlace): string {
  const tokens = path.map((token) => String(token).slice(0, 200));
  if (place === 'query') return `?${tokens[0] ?? ''}`;
  if (place === 'path') return `{${tokens[0] ?? ''}}`;
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

import { AppError, type Submission } from '@writethru/domain';
import { parseJson, toAppError } from '@writethru/runtime';
import { parseSubmission } from '@writethru/wire';

const MAX_ITEMS = 1_000;

/** One item of a batch: what it says, or why it can't be taken. */
export type BatchItem = { submission: Submission } | { error: AppError };

/**
 * Splits a batch into its items: a JSON array, or NDJSON, of which blank lines are no items. A fault within an item is
 * that item's alone. Throws AppError: `malformed` for a body that can't be read as a whole, `invalid_input` for one
 * without items or with more than 1,000.
 */
export function splitBatch(text: string, isLines: boolean, nowMs: number): BatchItem[] {
  const readers = isLines ? readLines(text) : readArray(text);
  if (readers.length === 0 || readers.length > MAX_ITEMS) {
    throw new AppError(
      'invalid_input',
      `A batch holds 1 to ${MAX_ITEMS} articles; this one holds ${readers.length}.`,
    );
  }
  return readers.map((read) => {
    try {
      return { submission: parseSubmission(read(), nowMs) };
    } catch (error) {
      return { error: toAppError(error) };
    }
  });
}

function readLines(text: string): (() => unknown)[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => () => parseJson(line));
}

function readArray(text: string): (() => unknown)[] {
  const value = parseJson(text);
  if (!Array.isArray(value)) throw new AppError('malformed', 'Send a JSON array of articles, or NDJSON.');
  return value.map((item: unknown) => () => item);
}

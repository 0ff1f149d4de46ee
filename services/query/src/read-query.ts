import { AppError, type FieldFault } from '@writethru/domain';
import type { Request } from 'express';
import type { z } from 'zod';

/**
 * Reads a request's query parameters by a strict schema. Throws AppError `malformed` that names each parameter which
 * is unknown, given twice, or out of range.
 */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  const query: Record<string, unknown> = request.query;
  const repeated = Object.keys(query).filter((name) => Array.isArray(query[name]));
  if (repeated.length > 0) throw refusal(repeated.map((name) => fault(name, 'is given more than once')));
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw refusal(parsed.error.issues.flatMap(toFaults));
  return parsed.data;
}

function toFaults(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => fault(name, 'is not a parameter of this'));
  return [fault(String(issue.path[0] ?? ''), issue.message)];
}

function fault(name: string, detail: string): FieldFault {
  return { pointer: `?${name.slice(0, 100)}`, detail };
}

function refusal(faults: FieldFault[]): AppError {
  return new AppError('malformed', 'The query is not acceptable: see errors.', { faults });
}

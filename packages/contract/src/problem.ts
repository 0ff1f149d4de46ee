import type { ErrorCode } from '@writethru/domain';
import { z } from 'zod';

/** What HTTP makes of an error code. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  gone: 410,
  not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
};

export const TITLE: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'The content is not acceptable',
  malformed: 'The request can not be read',
  unauthenticated: 'No valid key',
  forbidden: 'The key may not do this',
  not_found: 'There is no such thing',
  gone: 'Taken away for good',
  not_allowed: 'The method is not served here',
  conflict: 'In conflict with what is held',
  too_large: 'Too large',
  unsupported: 'The media type is not served',
  rate_limited: 'Too many requests',
  unavailable: 'Not available just now',
  bug: 'Our fault',
};

/** An RFC 9457 body. A refusal may carry more members, named after what they hold. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'Relative URI that names the kind of refusal.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What was wrong this time.' }),
    requestId: z.string().optional().meta({ description: 'The log has the request under this id.' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: 'JSON pointer into the body, or ?name of a parameter.' }),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused (RFC 9457).' });

/** What every refusal of this code looks like, for the document. */
export function exampleProblem(code: ErrorCode): z.infer<typeof problemSchema> {
  return {
    type: `/problems/${code.replaceAll('_', '-')}`,
    title: TITLE[code],
    status: STATUS[code],
    detail: 'Says what was wrong this time.',
    requestId: '01a207b3-01c8-7e46-bcaa-8128186e7f81',
  };
}

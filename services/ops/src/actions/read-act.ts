import { AppError } from '@writethru/domain';
import { principalOf } from '@writethru/runtime';
import type { ActionFilter, BulkKind, Operator } from '@writethru/store';
import type { Response } from 'express';

const KINDS: readonly BulkKind[] = ['release', 'discard', 'retry'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an address or a form asks to be done. Throws AppError `malformed` for what is no action. */
export function readAct(fields: URLSearchParams): { kind: BulkKind; filter: ActionFilter } {
  const kind = KINDS.find((one) => one === fields.get('kind'));
  const articleId = fields.get('articleId');
  if (kind === undefined) throw refuse('?kind', `must be one of ${KINDS.join(', ')}`);
  if (articleId !== null && !UUID.test(articleId)) throw refuse('?articleId', 'must be the id of an article');
  const given = { reason: fields.get('reason'), provider: fields.get('provider'), articleId };
  const filter = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== ''),
  );
  return { kind, filter };
}

/** Who asks, and why. Throws AppError `invalid_input` without a reason. */
export function readOperator(response: Response, fields: URLSearchParams): Operator {
  const { keyId, holder } = principalOf(response);
  const reason = (fields.get('why') ?? '').trim();
  if (reason === '')
    throw new AppError('invalid_input', 'Say why.', { faults: [{ pointer: '/why', detail: 'is needed' }] });
  if (reason.length > 500)
    throw new AppError('invalid_input', 'Say why in fewer words.', {
      faults: [{ pointer: '/why', detail: 'must have 500 characters at most' }],
    });
  return { keyId, actor: holder, reason };
}

function refuse(pointer: string, detail: string): AppError {
  return new AppError('malformed', `The address is not acceptable: ${pointer} ${detail}.`, {
    faults: [{ pointer, detail }],
  });
}

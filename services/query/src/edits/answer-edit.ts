import type { getEdit } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler } from '@writethru/runtime';
import { findEdit, type Pool } from '@writethru/store';

/** An editor's action as it stands now. */
export function answerEdit(pool: Pool): OperationHandler<typeof getEdit> {
  return async ({ params }) => {
    const edit = await findEdit(pool, params.id);
    if (edit === null) throw new AppError('not_found', 'There is no such action.');
    const { id, ...facts } = edit;
    return { status: 200, body: { actionId: id, ...facts } };
  };
}

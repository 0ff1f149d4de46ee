import type { Operation, RequiredScope } from '@writethru/contract';
import { canEdit, canIngestAny, canOperate, canRead } from '@writethru/domain';

/** What a key must hold for an operation of each scope. */
export const SCOPE_CHECKS: Readonly<
  Record<Exclude<RequiredScope, 'none'>, (scopes: readonly string[]) => boolean>
> = {
  read: canRead,
  ingest: canIngestAny,
  edit: canEdit,
  ops: canOperate,
  admin: (scopes) => scopes.includes('admin'),
};

/** Whether a key with `scopes` may call the operation. */
export function mayCall({ scope }: Pick<Operation, 'scope'>, scopes: readonly string[]): boolean {
  return scope === 'none' || SCOPE_CHECKS[scope](scopes);
}

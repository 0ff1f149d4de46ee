import type { IntakeQuery } from '@writethru/contract';
import type { Principal } from '@writethru/runtime';
import type { SentIdentity } from '@writethru/wire';

import type { RefusedItem } from '../refusal-log.ts';

/** A feed's key is for one provider as a rule: then nobody has to say it again. */
export function onlyProviderOf({ scopes }: Principal): string | undefined {
  const providers = scopes
    .filter((scope) => scope.startsWith('ingest:'))
    .map((scope) => scope.slice('ingest:'.length));
  const isOne = providers.length === 1 && providers[0] !== '*' && !scopes.includes('admin');
  return isOne ? providers[0] : undefined;
}

/** Whose item was refused. The key's word comes first: what an item says of itself may be the fault. */
export function describeRefused(
  principal: Principal,
  query: IntakeQuery,
  sent: SentIdentity = {},
): RefusedItem {
  return {
    provider: onlyProviderOf(principal) ?? sent.provider ?? query.provider ?? '(not said)',
    feed: sent.feed ?? query.feed,
    guid: sent.guid ?? query.guid,
  };
}

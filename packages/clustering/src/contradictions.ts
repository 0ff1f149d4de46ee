import { DisjointSets } from './disjoint-sets.ts';
import { chainKey, type EditorConstraint } from './model.ts';

/**
 * The cannot-links that must-links bring together, directly or through others: an editor has said both. Empty where
 * the constraints can all be obeyed.
 */
export function findContradictions<Constraint extends EditorConstraint>(
  constraints: readonly Constraint[],
): Constraint[] {
  const items = new Map<string, { key: string }>();
  const itemOf = (provider: string, guid: string): { key: string } => {
    const key = chainKey({ provider, guid });
    const item = items.get(key) ?? { key };
    items.set(key, item);
    return item;
  };
  const together = new DisjointSets<{ key: string }>();
  for (const { kind, aProvider, aGuid, bProvider, bGuid } of constraints) {
    if (kind === 'must_link') together.union(itemOf(aProvider, aGuid), itemOf(bProvider, bGuid));
  }
  return constraints.filter(
    ({ kind, aProvider, aGuid, bProvider, bGuid }) =>
      kind === 'cannot_link' &&
      together.find(itemOf(aProvider, aGuid)) === together.find(itemOf(bProvider, bGuid)),
  );
}

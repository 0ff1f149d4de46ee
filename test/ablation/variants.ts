import { PAIR_RULE, RULE, type PairRule, type PartitionRule } from '@writethru/clustering';

/** The rule with something taken out or changed. */
export interface Variant {
  name: string;
  pair: PairRule;
  partition: PartitionRule;
}

function vary(name: string, pair: Partial<PairRule>, partition: Partial<PartitionRule> = {}): Variant {
  return { name, pair: { ...PAIR_RULE, ...pair }, partition: { ...RULE, ...partition } };
}

/** A match from this containment on, whatever the length: what stood before the length was weighed. */
const FLAT_CONTAINMENT = 0.65;

/** The rule in force, then the rule without each of its parts. */
export const VARIANTS: readonly Variant[] = [
  vary('the rule in force', {}),
  vary('without length', { needed: FLAT_CONTAINMENT, neededPerHalving: 0 }),
  vary('without numbers', { numbers: 0 }),
  vary('without headline', { headline: 0 }),
  vary('without the other day', { otherDay: 0 }),
  vary('without the lead', { lead: 0 }),
  vary('without digests', {}, { nearlyAllPercent: 0 }),
  vary('with single linkage', {}, { linkageScore: 0 }),
  vary(
    'containment alone, single linkage',
    {
      needed: FLAT_CONTAINMENT,
      neededPerHalving: 0,
      numbers: 0,
      headline: 0,
      otherDay: 0,
      lead: 0,
    },
    { nearlyAllPercent: 0, linkageScore: 0 },
  ),
];

/** Every weight of the pair rule a fifth lower and a fifth higher: how much hangs on the exact figure. */
export const NEIGHBOURS: readonly Variant[] = [
  ...(
    ['needed', 'neededPerHalving', 'shortWords', 'numbers', 'otherDay', 'headline', 'lead'] as const
  ).flatMap((name) =>
    [0.8, 1.2].map((factor) => vary(`${name} × ${factor}`, { [name]: PAIR_RULE[name] * factor })),
  ),
  ...[0.8, 1.2].map((factor) =>
    vary(`linkageScore × ${factor}`, {}, { linkageScore: Math.round(RULE.linkageScore * factor) }),
  ),
];

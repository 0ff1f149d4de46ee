/**
 * The decision: from the facts of two texts to a score, from a component's articles to its stories.
 * Pure functions: no clock, no store, no state learned on the way.
 */
export { ALERT_RULE, matchAlert, type AlertFacts, type ToldFacts } from './alert.ts';
export { toComponentFacts, type ComponentRows } from './component-facts.ts';
export { findContradictions } from './contradictions.ts';
export { hasThreeUnrelated } from './digests.ts';
export { decideComponent, type ComponentDecision, type StoryDecision } from './decide.ts';
export { findPickups, type Pickup, type PickupArticle } from './pickup.ts';
export { diffPartition, type PartitionDiff } from './diff-partition.ts';
export { explainPair, explainStory, type PairExplanation, type StoryExplanation } from './explain.ts';
export type { RelatedArticle } from './beside.ts';
export {
  chainKey,
  type ComponentFacts,
  type EditorConstraint,
  type MemberArticle,
  type Pair,
  type PairOverlap,
  type TextFacts,
  type TextNode,
} from './model.ts';
export { findCompanions } from './place-text.ts';
export type { LeadRules } from './lead.ts';
export type { VersionDecision } from './version-decision.ts';
export { partition, type Rules } from './partition.ts';
export {
  areRelatedItems,
  isInWindow,
  isItemOf,
  isKept,
  isLink,
  isMatch,
  isNearlyAll,
  isReusedGuid,
  mayBeLink,
  RULE,
  type PartitionRule,
} from './rule.ts';
export type { ScoreFeature } from './score-features.ts';
export { PAIR_RULE, scorePair, type PairRule } from './score-pair.ts';
export type { Placement } from './story-ids.ts';
export { listChangedWords } from './text-evidence.ts';
export type { ChainStep } from './strongest-chain.ts';

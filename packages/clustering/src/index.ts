/**
 * The decision: from the facts of two texts to a score, from a component's articles to its stories.
 * Pure functions: no clock, no store, no state learned on the way.
 */
export { decideComponent, type ComponentDecision, type StoryDecision } from './decide.ts';
export {
  type ComponentFacts,
  type EditorConstraint,
  type MemberArticle,
  type Pair,
  type TextNode,
} from './model.ts';
export type { VersionDecision } from './relations.ts';
export {
  areRelatedItems,
  isInWindow,
  isItemOf,
  isKept,
  isLink,
  isMinorOverlap,
  isReusedGuid,
  RULE,
  scorePair,
} from './rule.ts';
export type { Placement } from './story-ids.ts';

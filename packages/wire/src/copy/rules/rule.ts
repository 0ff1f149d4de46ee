import type { MarkerKind } from '@writethru/domain';

import type { CopyPart } from '../wire-copy.ts';

/**
 * Where a rule may strip:
 * - `line`: a whole paragraph, anywhere · `head`: a whole paragraph before the body · `foot`: one after it · `ends`: both
 * - `opening`: the beginning of the first body paragraph · `closing`: the end of the last one
 */
export type RulePlace = 'line' | 'head' | 'foot' | 'ends' | 'opening' | 'closing';

/** A row of the table: the tests run its examples. */
export interface CopyRule {
  name: string;
  part: CopyPart;
  place: RulePlace;
  /** Source of a pattern, without anchors: where it is anchored follows from the place. */
  source: string;
  /** Flags besides `u`. */
  flags?: 'i';
  /** The pattern may stand anywhere in the paragraph, which is stripped as a whole. */
  isAnywhere?: true;
  /** What every match holds, as a pattern that is cheap to look for: it spares most paragraphs a dear search. */
  needs?: RegExp;
  /** UTF-16 units that the part has at most, if fewer than its place allows. */
  longest?: number;
  /** What a pattern can't say. */
  accepts?: (match: RegExpExecArray) => boolean;
  /** What the text says about its version, by being there. */
  marker?: MarkerKind;
  matches: readonly string[];
  rejects: readonly string[];
}

/** A rule that is ready to run. */
export interface CompiledRule extends CopyRule {
  pattern: RegExp;
}

/** Longer than this, in UTF-16 units, no part is: what bounds the work that a pattern can make. */
const LONGEST: Readonly<Record<RulePlace, number>> = {
  line: 300,
  head: 400,
  foot: 800,
  ends: 400,
  opening: 200,
  closing: 600,
};

/** Anchors and compiles a row. */
export function compileRule(rule: CopyRule): CompiledRule {
  const flags = `u${rule.flags ?? ''}`;
  const head = rule.place === 'closing' || rule.isAnywhere ? '' : '^';
  const tail = rule.place === 'opening' || rule.isAnywhere ? '' : '$';
  return { ...rule, pattern: new RegExp(`${head}(?:${rule.source})${tail}`, flags) };
}

/** How much of a paragraph a rule looks at, in UTF-16 units. */
export function longestOf(rule: CopyRule): number {
  return Math.min(LONGEST[rule.place], rule.longest ?? Infinity);
}

/** Whether the rule takes a piece off a paragraph, not all of it or nothing. */
export function isPieceRule({ place }: CopyRule): boolean {
  return place === 'opening' || place === 'closing';
}

/**
 * What the rule strips of a paragraph: [from, to) in UTF-16 units, or null. `line`, `head` and `foot` strip all of it
 * or nothing. The work is bounded whatever the text.
 */
export function matchRule(rule: CompiledRule, text: string): { from: number; to: number } | null {
  const longest = longestOf(rule);
  const isPiece = isPieceRule(rule);
  if (!isPiece && text.length > longest) return null;
  if (rule.needs !== undefined && !rule.needs.test(text)) return null;
  const from = rule.place === 'closing' ? Math.max(0, text.length - longest) : 0;
  const match = rule.pattern.exec(isPiece ? text.slice(from, from + longest) : text);
  if (match === null || match[0] === '' || (rule.accepts && !rule.accepts(match))) return null;
  if (!isPiece) return { from: 0, to: text.length };
  return { from: from + match.index, to: from + match.index + match[0].length };
}

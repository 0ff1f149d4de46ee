import { isPieceRule, longestOf, matchRule, type CompiledRule } from './rule.ts';

/** What a rule strips of a paragraph: [from, to) in UTF-16 units. */
export interface RuleMatch {
  rule: CompiledRule;
  from: number;
  to: number;
}

/** Whether one of some rules could match. */
type Sieve = (text: string) => boolean;

/**
 * Rules that are tried one after the other. Almost no paragraph is met by any, so they are first asked all at once: what
 * a pattern costs before it sees a character is paid by few patterns then, not by every rule.
 */
export class RuleSet {
  readonly rules: readonly CompiledRule[];
  private readonly sieves: readonly Sieve[];

  constructor(rules: readonly CompiledRule[]) {
    this.rules = rules;
    this.sieves = makeSieves(rules);
  }

  /** The first rule that matches, and what it takes; null where none does. */
  find(text: string): RuleMatch | null {
    if (!this.sieves.some((isPossible) => isPossible(text))) return null;
    for (const rule of this.rules) {
      const match = matchRule(rule, text);
      if (match !== null) return { rule, ...match };
    }
    return null;
  }
}

/** A sieve for each rule that is told by what it needs, and one for all others that look at the same piece of a text. */
function makeSieves(rules: readonly CompiledRule[]): Sieve[] {
  const alone = rules.filter(({ needs }) => needs !== undefined);
  const groups = new Map<string, CompiledRule[]>();
  for (const rule of rules.filter(({ needs }) => needs === undefined)) {
    const key = `${rule.place === 'closing'} ${rule.isAnywhere} ${rule.flags} ${isPieceRule(rule) && longestOf(rule)}`;
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [
    ...alone.map(
      (rule): Sieve =>
        (text) =>
          matchRule(rule, text) !== null,
    ),
    ...[...groups.values()].map(joinRules),
  ];
}

function joinRules(rules: readonly CompiledRule[]): Sieve {
  const [first] = rules;
  const longest = Math.max(...rules.map(longestOf));
  // What a group is named does not matter here, and two rules may have the same name for one.
  const sources = rules.map(({ pattern }) => `(?:${pattern.source.replaceAll(/\(\?<\p{L}\w*>/gu, '(?:')})`);
  const pattern = new RegExp(sources.join('|'), first!.pattern.flags);
  if (!isPieceRule(first!)) return (text) => text.length <= longest && pattern.test(text);
  if (first!.place === 'opening') return (text) => pattern.test(text.slice(0, longest));
  return (text) => pattern.test(text.slice(Math.max(0, text.length - longest)));
}

import { BYLINES } from './bylines.ts';
import { CAPTIONS } from './captions.ts';
import { CREDITS } from './credits.ts';
import { DATELINES } from './datelines.ts';
import { NOTICES } from './notices.ts';
import { PAGE_FURNITURE } from './page-furniture.ts';
import { RIGHTS_AND_LETTERS } from './rights-and-letters.ts';
import { compileRule, type CompiledRule, type RulePlace } from './rule.ts';
import { RuleSet } from './rule-set.ts';

/** Every rule that strips by a pattern. Where two of one place match, the earlier one says what it was. */
export const COPY_RULES: readonly CompiledRule[] = [
  ...NOTICES,
  ...BYLINES,
  ...DATELINES,
  ...CREDITS,
  ...RIGHTS_AND_LETTERS,
  ...PAGE_FURNITURE,
  ...CAPTIONS,
].map(compileRule);

/** The rules of these places, in the order of the table. */
export function rulesFor(...places: readonly RulePlace[]): RuleSet {
  return new RuleSet(COPY_RULES.filter((rule) => places.includes(rule.place)));
}

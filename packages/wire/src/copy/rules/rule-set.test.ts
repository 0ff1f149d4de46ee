import { expect, test } from '@jest/globals';

import { matchRule, type RulePlace } from './rule.ts';
import { COPY_RULES, rulesFor } from './table.ts';

const LEAD =
  'The harbour bridge was closed on Friday, the roads department of Lindmouth said in a statement.';
const EXAMPLES = COPY_RULES.flatMap((rule) => [...rule.matches, ...rule.rejects]);
const TEXTS = EXAMPLES.flatMap((example) => [
  example,
  `${example} ${LEAD}`,
  `${LEAD} ${example}`,
  example.toUpperCase(),
  // Longer than any rule looks, with the example at either end of what it does look at.
  `${example} ${LEAD.repeat(9)}`,
  `${LEAD.repeat(9)} ${example}`,
]);

test.each([['line'], ['head', 'ends'], ['foot', 'ends'], ['opening'], ['closing']] satisfies RulePlace[][])(
  'rules for %s that are asked at once find what they find one by one',
  (...places) => {
    const set = rulesFor(...places);
    const differing = TEXTS.filter((text) => {
      const rule = set.rules.find((one) => matchRule(one, text) !== null);
      const expected = rule === undefined ? null : { rule, ...matchRule(rule, text) };
      const found = set.find(text);
      return found?.rule !== expected?.rule || found?.from !== expected?.from || found?.to !== expected?.to;
    });
    expect(differing).toEqual([]);
    expect(TEXTS.some((text) => set.find(text) !== null)).toBe(true);
  },
);

import { alternation } from './alternation.ts';
import { AGENCY } from './agencies.ts';
import { MONTH } from './months.ts';

const JOINT = /\s*(?:[,;&|/]|\s(?:and|und|y|et|e|и|و)\s|\s[-–—]\s)\s*/u;
const CAPITALISED = /^["“'‘]?\p{Lu}[\p{L}\p{M}.'’-]*$/u;
const PARTICLE =
  /^(?:de|del|della|di|da|do|dos|das|du|van|von|der|den|ter|ten|zu|zum|al|el|bin|ben|ibn|la|le|los)$/u;
/** What follows "By" in prose or in a title, and is nobody's name. */
const NO_NAME = new RegExp(
  `^(?:the|a|an|this|that|these|those|our|its|his|her|their|my|your|all|no|one|now|then|contrast|comparison|law|far|day|night|noon|` +
    `(?:mon|tues|wednes|thurs|fri|satur|sun)day|${MONTH})$`,
  'iu',
);
const COLLECTIVE = new RegExp(
  `^(?:${AGENCY}|(?:our )?(?:staff|newsroom|agencies|staff writers?|staff reporters?|news desk|agency staff|wire services))$`,
  'iu',
);
const ROLE = alternation(['Jr.', 'Sr.', 'M.D.', 'Ph.D.']);
const ENDS_AS_SENTENCE = new RegExp(`[.!?:]$(?<!${ROLE})`, 'u');

/**
 * Whether the text after "By" is who wrote it: one or more names of two to five words, each with a place or a role
 * after it at most. "Friday the troops" and "the end of the year" are not.
 */
export function looksLikeNames(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length > 200 || ENDS_AS_SENTENCE.test(trimmed)) return false;
  const people = trimmed.split(JOINT).filter((piece) => piece !== '');
  const [first, ...others] = people;
  if (first === undefined || others.length > 8) return false;
  if (COLLECTIVE.test(first)) return others.length <= 2;
  return isName(first) && others.every(isNameOrRole);
}

function isName(text: string): boolean {
  const words = text.replace(/\s(?:in|en|aus|à|at)\s\p{Lu}.{0,40}$/u, '').split(/\s+/u);
  if (words.length < 2 || words.length > 6) return false;
  return words.every(
    (word, at) => (CAPITALISED.test(word) || (at > 0 && PARTICLE.test(word))) && !NO_NAME.test(word),
  );
}

function isNameOrRole(text: string): boolean {
  return text.length <= 60 && text.split(/\s+/u).length <= 6;
}

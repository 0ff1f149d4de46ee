import type { getEdit, getStory } from '@writethru/contract';
import type { Relation } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from './ask.ts';

type Evidence = AnswerTo<typeof getStory>['versions'][number]['evidence'];

const RELATION: Record<Relation, { name: string; one: string; many: string; tone: string }> = {
  original: { name: 'original', one: 'original', many: 'originals', tone: 'quiet' },
  duplicate_of: { name: 'duplicate of', one: 'duplicate', many: 'duplicates', tone: 'quiet' },
  reprint_of: { name: 'reprint of', one: 'reprint', many: 'reprints', tone: 'calm' },
  abridgement_of: { name: 'abridgement of', one: 'abridgement', many: 'abridgements', tone: 'calm' },
  expansion_of: { name: 'expansion of', one: 'expansion', many: 'expansions', tone: 'calm' },
  update_of: { name: 'update of', one: 'update', many: 'updates', tone: 'fresh' },
  correction_of: { name: 'correction of', one: 'correction', many: 'corrections', tone: 'alarm' },
  refile_of: { name: 'refile of', one: 'refile', many: 'refiles', tone: 'calm' },
  repeat_of: { name: 'repeat of', one: 'repeat', many: 'repeats', tone: 'quiet' },
  cancels: { name: 'kills', one: 'kill', many: 'kills', tone: 'alarm' },
  related_to: { name: 'beside', one: 'related', many: 'related', tone: 'quiet' },
};

/** The relation as a badge. It is read on: "update of", then what it updates. */
export function renderRelation(relation: Relation): SafeHtml {
  const { name, tone } = RELATION[relation];
  return html`<span class="badge ${tone}">${name}</span>`;
}

/** The relation as a badge where it is not said to what: "update". */
export function renderRelationAlone(relation: Relation): SafeHtml {
  const { one, tone } = RELATION[relation];
  return html`<span class="badge ${tone}">${one}</span>`;
}

/** How many versions of a relation a story has, as a badge: "2 reprints". */
export function renderRelationCount(relation: Relation, count: number): SafeHtml {
  const { one, many, tone } = RELATION[relation];
  return html`<span class="badge ${tone}">${count.toLocaleString('en')} ${count === 1 ? one : many}</span>`;
}

/** What an editor's action did, by its kind. */
export const EDIT_DONE: Readonly<Record<AnswerTo<typeof getEdit>['kind'], string>> = {
  merge: 'Merged',
  split: 'Split off',
  move: 'Moved',
  pin: 'Pinned as lead',
  judge: 'Judged',
  undo: 'Undone',
  erase: 'Erased',
};

/** "1 version", "4 versions". */
export function countThings(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A share of 0 to 1 as whole per cents. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}

const RULE: Record<Evidence['rule'], string> = {
  identical_text: 'the same text',
  near_duplicate: 'nearly the same text',
  provider_key: "the provider's own key",
  editor_link: 'an editor put them together',
  same_story: 'the same story',
  digest_item: 'an item of a digest',
  beside_marker: 'marked as beside stories',
  slugline: 'under one slugline',
  alert: 'an alert of it',
};

const DECIDER = { algorithm: 'by the text', provider: 'by the provider', editor: 'by an editor' } as const;

/** Why a version stands where it stands, in one line. */
export function describeEvidence(evidence: Evidence): string {
  const { decidedBy, rule, containedInMatch, containment, hoursApart } = evidence;
  const shared = containedInMatch ?? containment;
  return [
    RULE[rule],
    ...(shared === undefined ? [] : [`${formatShare(shared)} of it stands there too`]),
    ...(hoursApart === undefined ? [] : [describeHours(hoursApart)]),
    DECIDER[decidedBy],
  ].join(' · ');
}

function describeHours(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min apart`;
  return hours < 48 ? `${hours.toFixed(1)} h apart` : `${Math.round(hours / 24)} days apart`;
}

const NOT_SHOWN = {
  embargoed: 'under embargo',
  withheld: 'withheld',
  canceled: 'killed',
  erased: 'erased',
  expired: 'past its retention',
} as const;

/** Why a text is not shown to readers. */
export function renderNotShown(reason: keyof typeof NOT_SHOWN | undefined): SafeHtml {
  return reason === undefined ? html`` : html`<span class="badge alarm">${NOT_SHOWN[reason]}</span>`;
}

/** A headline, or what stands in its place where it may not be shown or was never sent. */
export function renderHeadline(article: { headline: string | null; isShown: boolean }): SafeHtml {
  if (article.headline !== null && article.headline.trim() !== '')
    return html`<bdi>${article.headline}</bdi>`;
  return html`<span class="absent">${article.isShown ? 'No headline' : 'Not to be shown'}</span>`;
}

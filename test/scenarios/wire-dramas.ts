import { makeText } from '../support/made-text.ts';
import type { DramaArticle } from '../support/newsroom.ts';

/** A little wire drama: what is sent, and the stories that come of it. */
export interface Drama {
  name: string;
  send: DramaArticle[];
  /** One entry a story: its lead, then its versions in order: `key relation other`. */
  stories: string[][];
  /** Types of the events, in the order sent. */
  events?: string[];
  /** Providers whose own keys are trusted. */
  trusts?: string[];
  /** False where what is told depends on the order of arrival, such as versions that we count. */
  isReversible?: boolean;
}

/** A news text of `count` words that no other seed shares. */
function news(seed: number, count = 160): string {
  return makeText(seed, count);
}

function cut(text: string, words: number): string {
  return `${text.split(' ').slice(0, words).join(' ')}.`;
}

/** The same text with every `every`-th word another one: reworded. */
function reword(text: string, every: number): string {
  return text
    .split(' ')
    .map((word, at) => (at % every === every - 1 ? `new${at}` : word))
    .join(' ');
}

const wire = (key: string, at: string, body: string, more: Partial<DramaArticle> = {}): DramaArticle => ({
  key,
  provider: 'wire',
  version: 0,
  at,
  body,
  ...more,
});
const herald = (key: string, at: string, body: string, more: Partial<DramaArticle> = {}): DramaArticle => ({
  ...wire(key, at, body, more),
  provider: 'herald',
});
const courier = (key: string, at: string, body: string, more: Partial<DramaArticle> = {}): DramaArticle => ({
  ...wire(key, at, body, more),
  provider: 'courier',
});
/** Version `version` of one guid. */
const take = (key: string, version: number, at: string, body: string, more: Partial<DramaArticle> = {}) =>
  wire(key, at, body, { guid: 'chain', version, ...more });

const fire = `${news(1)} At least 12 people died in Lindmouth, Governor Ada Mell said.`;
const fireLater = `${news(1)} At least 15 people died in Lindmouth, Governor Ada Mell and Chief Otto Brandt said.`;

export const DRAMAS: Drama[] = [
  {
    name: 'a brief, then the full story',
    send: [wire('brief', '10:00', cut(news(2), 60)), wire('full', '10:30', news(2))],
    stories: [['full', 'brief original', 'full expansion_of brief']],
    events: ['story.created', 'story.updated'],
  },
  {
    name: 'the full story, then a cut-down by another publisher',
    send: [wire('full', '10:00', news(2)), herald('cut', '11:00', cut(news(2), 60))],
    stories: [['full', 'full original', 'cut abridgement_of full']],
  },
  {
    name: 'the same copy at another publisher',
    send: [wire('a', '10:00', news(3)), herald('b', '10:20', news(3))],
    stories: [['b', 'a original', 'b reprint_of a']],
  },
  {
    name: 'the same copy under another guid of the same provider',
    send: [wire('a', '10:00', news(3)), wire('b', '10:20', news(3))],
    stories: [['b', 'a original', 'b duplicate_of a']],
  },
  {
    name: 'five writethrus out of order',
    send: [3, 1, 5, 2, 4].map((n) => take(`v${n}`, n, `1${n}:00`, `${news(4)} ${news(40 + n, 10)}`)),
    stories: [
      ['v5', 'v1 original', 'v2 update_of v1', 'v3 update_of v2', 'v4 update_of v3', 'v5 update_of v4'],
    ],
  },
  {
    name: 'five writethrus of one published time: the version alone tells their order',
    send: [5, 4, 2, 1, 3].map((n) => take(`v${n}`, n, '10:00', `${news(4)} ${news(40 + n, 10)}`)),
    stories: [
      ['v5', 'v1 original', 'v2 update_of v1', 'v3 update_of v2', 'v4 update_of v3', 'v5 update_of v4'],
    ],
  },
  {
    name: 'version 0, and a serial number for a version',
    send: [take('v0', 0, '10:00', news(5)), take('serial', 978_556_838, '10:30', `${news(5)} More.`)],
    stories: [['serial', 'v0 original', 'serial update_of v0']],
  },
  {
    name: 'an update by marker, under a new guid, with the numbers and names that changed',
    send: [
      wire('a', '10:00', fire),
      wire('b', '10:40', fireLater, { headline: 'UPDATE 1-Fire in Lindmouth' }),
    ],
    stories: [['b', 'a original', 'b update_of a']],
    events: ['story.created', 'story.updated'],
  },
  {
    name: 'a correction by marker',
    send: [
      wire('a', '10:00', fire),
      wire('b', '10:40', fireLater, { headline: 'CORRECTED-Fire in Lindmouth' }),
    ],
    stories: [['b', 'a original', 'b correction_of a']],
    events: ['story.created', 'story.corrected'],
  },
  {
    name: 'a correction by editors’ note',
    send: [
      wire('a', '10:00', fire),
      wire('b', '10:40', fireLater, { edNote: 'Eds: Corrects the number of dead in the last paragraph.' }),
    ],
    stories: [['b', 'a original', 'b correction_of a']],
  },
  {
    name: 'a correction by signal, as a new version of the guid',
    send: [take('v0', 0, '10:00', fire), take('v1', 1, '10:40', fireLater, { signals: ['sig:correction'] })],
    stories: [['v1', 'v0 original', 'v1 correction_of v0']],
  },
  {
    name: 'changed numbers without a marker are an update, not a correction',
    send: [wire('a', '10:00', fire), wire('b', '10:40', fireLater)],
    stories: [['b', 'a original', 'b update_of a']],
  },
  {
    name: 'a correction of a reprint: the publisher corrects its own',
    send: [
      wire('a', '10:00', fire),
      herald('b', '10:20', fire),
      herald('c', '11:00', fireLater, { headline: 'CORRECTED-Fire in Lindmouth' }),
    ],
    stories: [['c', 'a original', 'b reprint_of a', 'c correction_of b']],
  },
  {
    name: 'a reprint of a correction is a reprint, whatever its headline says',
    send: [
      wire('a', '10:00', fire),
      wire('b', '10:40', fireLater, { headline: 'CORRECTED-Fire in Lindmouth' }),
      herald('c', '11:00', fireLater, { headline: 'CORRECTED-Fire in Lindmouth' }),
    ],
    stories: [['c', 'a original', 'b correction_of a', 'c reprint_of b']],
  },
  {
    name: 'a refile',
    send: [
      wire('a', '10:00', news(6)),
      wire('b', '10:10', `${news(6)} End.`, { headline: 'REFILE-Trade talks' }),
    ],
    stories: [['b', 'a original', 'b refile_of a']],
  },
  {
    name: 'a repeat by marker, and one by an unchanged new version',
    send: [
      wire('a', '10:00', news(7), { headline: 'Trade talks' }),
      wire('b', '12:00', news(7), { headline: 'RPT-Trade talks' }),
      take('v0', 0, '10:00', news(8), { headline: 'Votes' }),
      take('v1', 1, '11:00', news(8), { headline: 'Votes counted' }),
    ],
    stories: [
      ['b', 'a original', 'b repeat_of a'],
      ['v1', 'v0 original', 'v1 repeat_of v0'],
    ],
  },
  {
    name: 'an abridged version by slugline',
    send: [
      wire('long', '10:00', news(9, 300)),
      wire('short', '10:05', cut(news(9, 300), 270), { slugline: 'BC-AS--China-Escape-ABRIDGED, 3rd Ld' }),
    ],
    stories: [['short', 'long original', 'short update_of long']],
  },
  {
    name: 'an abridged version by note, nearly as long',
    send: [
      wire('long', '10:00', news(9, 300)),
      wire('short', '10:05', cut(news(9, 300), 270), {
        edNote: 'A longer version of this story is available.',
      }),
    ],
    stories: [['short', 'long original', 'short abridgement_of long']],
  },
  {
    name: 'a reworded story by another publisher',
    send: [wire('a', '10:00', news(10, 300)), herald('b', '10:30', reword(news(10, 300), 19))],
    stories: [['b', 'a original', 'b reprint_of a']],
  },
  {
    name: 'two stories of one hour stay two',
    send: [wire('a', '10:00', news(11)), wire('b', '10:01', news(12))],
    stories: [
      ['a', 'a original'],
      ['b', 'b original'],
    ],
    events: ['story.created', 'story.created'],
  },
  {
    name: 'a kill after three reprints: the copies are suspect, a text of another agency leads',
    send: [
      take('v0', 0, '10:00', news(13)),
      herald('r1', '10:10', news(13)),
      courier('r2', '10:20', cut(news(13), 140)),
      { ...wire('r3', '10:30', news(13)), provider: 'gazette' },
      { key: 'kill', provider: 'wire', guid: 'chain', version: 1, at: '11:00', pubStatus: 'canceled' },
    ],
    stories: [
      [
        'r3',
        'v0 original †canceled',
        'r1 reprint_of v0 ?kill',
        'r2 reprint_of v0 ?kill',
        'r3 reprint_of v0 ?kill',
        'kill cancels v0 †canceled',
      ],
    ],
    events: [
      'story.created',
      'story.updated',
      'story.updated',
      'story.updated',
      'story.canceled',
      'article.canceled',
    ],
  },
  {
    name: 'a kill that leaves nothing: the story stays, without a lead',
    send: [
      take('v0', 0, '10:00', news(14)),
      { key: 'kill', provider: 'wire', guid: 'chain', version: 1, at: '11:00', pubStatus: 'canceled' },
    ],
    stories: [['-', 'v0 original †canceled', 'kill cancels v0 †canceled']],
    events: ['story.created', 'story.canceled', 'article.canceled'],
  },
  {
    name: 'a kill spares what is not its text: a report of another agency leads, though a copy is later',
    trusts: ['wire', 'courier'],
    send: [
      take('v0', 0, '10:00', news(15), { altIds: [{ role: 'event', value: 'e-1' }] }),
      courier('own', '10:10', news(151), { altIds: [{ role: 'event', value: 'e-1' }] }),
      herald('copy', '10:20', news(15)),
      { key: 'kill', provider: 'wire', guid: 'chain', version: 1, at: '11:00', pubStatus: 'canceled' },
    ],
    stories: [
      [
        'own',
        'v0 original †canceled',
        'own update_of v0',
        'copy reprint_of v0 ?kill',
        'kill cancels v0 †canceled',
      ],
    ],
  },
  {
    name: 'a story that is sent again after its kill stands, and makes no suspects',
    send: [
      take('v0', 0, '10:00', news(16)),
      herald('r', '10:10', news(16)),
      { key: 'kill', provider: 'wire', guid: 'chain', version: 1, at: '11:00', pubStatus: 'canceled' },
      take('v2', 2, '12:00', `${news(16)} Put right.`),
    ],
    stories: [['v2', 'v0 original', 'r reprint_of v0', 'kill cancels v0 †canceled', 'v2 update_of kill']],
  },
  {
    name: 'a hold: every version is withheld until a later one is usable',
    send: [
      take('v0', 0, '10:00', news(17)),
      take('v1', 1, '10:30', news(17), { pubStatus: 'withheld' }),
      herald('r', '10:40', news(17)),
    ],
    stories: [['r', 'v0 original †withheld', 'v1 repeat_of v0 †withheld', 'r reprint_of v1']],
  },
  {
    name: 'a digest that holds the story, by its marker, is beside it',
    send: [
      wire('a', '10:00', news(18, 100)),
      wire('digest', '18:00', `${news(18, 100)} ${news(181, 100)} ${news(182, 100)}`, {
        headline: 'NEWS DIGEST-The day in brief',
      }),
    ],
    stories: [
      ['a', 'a original', '~beside digest'],
      ['digest', 'digest original', '~beside a'],
    ],
    events: ['story.created', 'story.created'],
  },
  {
    name: 'a digest that says nothing, found out by three stories that it holds',
    send: [
      wire('a', '10:00', news(19, 60)),
      wire('b', '10:10', news(191, 60)),
      wire('c', '10:20', news(192, 60)),
      wire('digest', '18:00', `${news(19, 60)} ${news(191, 60)} ${news(192, 60)} ${news(193, 60)}`),
    ],
    stories: [
      ['a', 'a original', '~beside digest'],
      ['b', 'b original', '~beside digest'],
      ['c', 'c original', '~beside digest'],
      ['digest', 'digest original', '~beside a', '~beside b', '~beside c'],
    ],
  },
  {
    name: 'a factbox beside its story, and its own update',
    send: [
      wire('a', '10:00', news(20)),
      wire('box', '10:20', `${cut(news(20), 100)} ${news(201, 60)}`, { headline: 'FACTBOX-The harbour' }),
      wire('box2', '11:20', `${cut(news(20), 100)} ${news(201, 60)} New.`, {
        headline: 'UPDATE 1-FACTBOX-The harbour',
      }),
    ],
    stories: [
      ['a', 'a original', '~beside box'],
      ['box2', 'box original', 'box2 update_of box', '~beside a'],
    ],
  },
  {
    name: 'a timeline is a version of no story',
    send: [
      wire('a', '10:00', news(21)),
      wire('line', '10:20', news(21).slice(0, 700), { headline: 'TIMELINE-Ten days' }),
    ],
    stories: [
      ['a', 'a original', '~beside line'],
      ['line', 'line original', '~beside a'],
    ],
  },
  {
    name: 'an alert of one sentence joins its story by its guid',
    send: [
      {
        key: 'alert',
        provider: 'wire',
        guid: 'chain',
        version: 0,
        at: '10:00',
        headline: 'Harbour bridge falls',
      },
      take('full', 1, '10:10', news(22)),
    ],
    stories: [['full', 'alert original', 'full update_of alert']],
  },
  {
    name: 'a trusted provider’s story key joins what the texts do not',
    trusts: ['wire'],
    send: [
      wire('a', '10:00', news(23), { storyKey: 'du-77' }),
      wire('b', '11:00', news(231), { storyKey: 'du-77' }),
    ],
    stories: [['b', 'a original', 'b update_of a']],
  },
  {
    name: 'a story key of a provider that is not trusted joins nothing',
    send: [
      wire('a', '10:00', news(23), { storyKey: 'du-77' }),
      wire('b', '11:00', news(231), { storyKey: 'du-77' }),
    ],
    stories: [
      ['a', 'a original'],
      ['b', 'b original'],
    ],
  },
  {
    name: 'a stranger that names an agency’s item does not get into its story',
    trusts: ['wire'],
    send: [
      wire('a', '10:00', news(24)),
      { ...wire('b', '11:00', news(241)), provider: 'stranger', altIds: [{ role: 'itemid', value: 'a' }] },
    ],
    stories: [
      ['a', 'a original'],
      ['b', 'b original'],
    ],
  },
  {
    name: 'an alternative id of a trusted provider joins two guids',
    trusts: ['wire'],
    send: [
      wire('a', '10:00', news(25), { altIds: [{ role: 'itemid', value: 'item-9' }] }),
      wire('b', '11:00', news(251), { altIds: [{ role: 'itemid', value: 'item-9' }] }),
    ],
    stories: [['b', 'a original', 'b update_of a']],
  },
  {
    name: 'other texts under one slugline of a provider are beside each other, whatever its markers say',
    send: [
      wire('a', '10:00', news(26), { slugline: 'USA-WEATHER/ (UPDATE 1, PIX)' }),
      wire('b', '11:00', news(261), { slugline: 'USA-WEATHER/' }),
      { ...wire('c', '12:00', news(262), { slugline: 'USA-WEATHER/' }), provider: 'herald' },
    ],
    stories: [
      ['a', 'a original', '~beside b'],
      ['b', 'b original', '~beside a'],
      ['c', 'c original'],
    ],
  },
  {
    name: 'a slugline of one word is that of a desk, and relates nothing',
    send: [
      wire('a', '10:00', news(27), { slugline: 'SPORT' }),
      wire('b', '11:00', news(271), { slugline: 'SPORT' }),
    ],
    stories: [
      ['a', 'a original'],
      ['b', 'b original'],
    ],
  },
];

import { cut, herald, news, reword, take, wire, type Drama } from './drama.ts';

const fire = `${news(1)} At least 12 people died in Lindmouth, Governor Ada Mell said.`;
const fireLater = `${news(1)} At least 15 people died in Lindmouth, Governor Ada Mell and Chief Otto Brandt said.`;

/** Copies, versions and what each is to another. */
export const VERSION_DRAMAS: Drama[] = [
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
];

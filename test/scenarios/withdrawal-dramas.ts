import { courier, cut, herald, news, take, wire, type Drama } from './drama.ts';

/** Kills and holds. */
export const WITHDRAWAL_DRAMAS: Drama[] = [
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
];

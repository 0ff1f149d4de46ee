import { cut, news, take, wire, type Drama } from './drama.ts';

/** What stands beside a story, and what a provider's keys join. */
export const NEIGHBOUR_DRAMAS: Drama[] = [
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

import { describe, expect, test } from '@jest/globals';

import { readAll } from '../formats/read-for-test.ts';
import type { StoryEntry, StoryFeed } from './story-feed.ts';
import { writeAtom } from './write-atom.ts';
import { writeJsonFeed } from './write-json-feed.ts';

const STORY = '01a207b3-01c8-7e46-bcaa-8128186e7f81';

const entry: StoryEntry = {
  storyId: STORY,
  storyUrl: 'http://news.example/v1/stories/x?a=1&b=2',
  pageUrl: null,
  headline: 'Bridge & "port" <shut>\u0007',
  opening: 'It is 3 < 4.',
  language: 'en',
  provider: 'nord',
  providers: ['nord', 'süd & co'],
  publishedAt: '2026-02-09T08:00:00.000Z',
  updatedAt: '2026-02-09T09:00:00.000Z',
};

const feed: StoryFeed = {
  title: 'Stories',
  selfUrl: 'http://news.example/v1/stories?format=atom',
  nextUrl: 'http://news.example/v1/stories?format=atom&cursor=c',
  updatedAt: '2026-02-09T09:00:00.000Z',
  entries: [
    entry,
    { ...entry, storyId: STORY.replace('81', '82'), headline: null, pageUrl: 'http://nord.example/1' },
  ],
  withdrawn: [{ storyId: STORY.replace('81', '83'), at: '2026-02-09T09:30:00.000Z' }],
};

describe('stories as feeds', () => {
  test('Atom is read back as it was meant, with what was withdrawn as a kill', () => {
    expect(readAll(writeAtom(feed), 'xml')).toMatchObject([
      {
        guid: `urn:uuid:${STORY}`,
        versionCreated: '2026-02-09T09:00:00.000Z',
        content: {
          headline: 'Bridge & "port" <shut>',
          body: 'It is 3 < 4.',
          publishedAt: '2026-02-09T08:00:00.000Z',
          language: 'en',
          byline: 'nord',
          url: 'http://news.example/v1/stories/x?a=1&b=2',
          subjects: [{ name: 'nord' }, { name: 'süd & co' }],
        },
      },
      { content: { headline: 'It is 3 < 4.', url: 'http://nord.example/1' } },
      { content: { pubStatus: 'canceled' }, versionCreated: '2026-02-09T09:30:00.000Z' },
    ]);
  });

  test('JSON Feed is read back as it was meant', () => {
    expect(readAll(JSON.stringify(writeJsonFeed(feed)), 'json')).toMatchObject([
      { guid: `urn:uuid:${STORY}`, content: { body: 'It is 3 < 4.', language: 'en', byline: 'nord' } },
      { content: { headline: 'It is 3 < 4.', url: 'http://nord.example/1' } },
    ]);
    expect(writeJsonFeed(feed)).toMatchObject({
      next_url: 'http://news.example/v1/stories?format=atom&cursor=c',
      _writethru: { withdrawn: [{ date: '2026-02-09T09:30:00.000Z' }] },
    });
  });
});

import { describe, expect, test } from '@jest/globals';

import { readSourceItem } from './source-item.ts';

const PLACE = { file: 'feed.jsonl', position: 3 };

function read(text: string, defaults = {}): ReturnType<typeof readSourceItem> {
  return readSourceItem(PLACE, Buffer.from(text), defaults);
}

describe('readSourceItem', () => {
  test('fills in what the item does not say, and leaves what it says', () => {
    const item = read('{"guid":"a","feed":"x"}', { provider: 'demo', feed: 'y' });
    expect(JSON.parse(item.json ?? '')).toEqual({ provider: 'demo', guid: 'a', feed: 'x' });
    expect(item).toMatchObject({ provider: 'demo', guid: 'a', hasVersion: false, fault: null });
  });

  test('sends the rest on as it was written: big numbers and double keys are for the service to judge', () => {
    expect(read('{"guid":9007199254740993,"a":1,"a":2}', { provider: 'demo' }).json).toBe(
      '{"provider":"demo","guid":9007199254740993,"a":1,"a":2}',
    );
  });

  test('puts an indented object on one line', () => {
    const item = read('{\r\n  "guid": "a",\n  "body": "b\\nc"\n}\n');
    expect(item.json).not.toContain('\n');
    expect(JSON.parse(item.json ?? '')).toEqual({ guid: 'a', body: 'b\nc' });
  });

  test('makes an empty object of an empty object and defaults', () => {
    expect(read('{ }', { provider: 'demo' }).json).toBe('{"provider":"demo" }');
    expect(read('{}').json).toBe('{}');
  });

  test.each(['[1]', 'null', '"a"', '{"a":', 'x'])('refuses %s here', (text) => {
    expect(read(text)).toMatchObject({ json: null, fault: 'not a JSON object' });
  });

  test('refuses bytes that are not UTF-8 instead of guessing', () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(readSourceItem(PLACE, bytes, {})).toMatchObject({ json: null, fault: 'not UTF-8' });
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { type Piece, splitLines } from './split-lines.ts';
import { splitValues } from './split-values.ts';

async function* inChunks(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

async function collect(pieces: AsyncIterable<Piece>): Promise<{ position: number; text: string }[]> {
  const all: { position: number; text: string }[] = [];
  for await (const piece of pieces) {
    all.push({ position: piece.position, text: Buffer.from(piece.bytes).toString('utf8') });
  }
  return all;
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('splitValues', () => {
  test('gives the elements of any array, wherever the chunks are cut and however it is indented', async () => {
    await fc.assert(
      fc.asyncProperty(objects, sizes, fc.constantFrom(0, 2), async (items, cuts, indent) => {
        const pieces = await collect(splitValues(inChunks(JSON.stringify(items, null, indent), cuts)));
        expect(pieces.map((piece) => JSON.parse(piece.text) as unknown)).toEqual(
          JSON.parse(JSON.stringify(items)),
        );
        expect(pieces.map((piece) => piece.position)).toEqual(items.map((_, at) => at + 1));
      }),
      { numRuns: 200 },
    );
  });

  test('takes a lone object for one item, behind a byte order mark too', async () => {
    const pieces = await collect(splitValues(inChunks('\ufeff {"a": "]}\\""}\n', [1])));
    expect(pieces).toEqual([{ position: 1, text: '{"a": "]}\\""}' }]);
  });

  test('gives bare words as they stand, so that their reader can refuse them', async () => {
    const pieces = await collect(splitValues(inChunks('[null, 12,"x" ,{"a":1}]', [3])));
    expect(pieces.map((piece) => piece.text)).toEqual(['null', '12', '"x"', '{"a":1}']);
  });

  test.each(['[{"a":1}, {"a":', '[{"a":1}', '{"a":"x', '[1'])(
    'refuses a text that breaks off: %s',
    async (text) => {
      await expect(collect(splitValues(inChunks(text, [4])))).rejects.toThrow('The file ends in the middle');
    },
  );
});

describe('splitLines', () => {
  test('gives every line that is not blank with its number, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('', '  ', '{"a":"ü"}', 'x'), { maxLength: 9 }),
        sizes,
        async (lines, cuts) => {
          const expected = lines
            .map((text, at) => ({ position: at + 1, text }))
            .filter(({ text }) => text.trim() !== '');
          expect(await collect(splitLines(inChunks(lines.join('\n'), cuts)))).toEqual(expected);
          expect(await collect(splitLines(inChunks(`${lines.join('\n')}\n`, cuts)))).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('stops at a line that is no article by its length', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(Buffer.alloc(1024 * 1024, 'x'));
    }
    await expect(collect(splitLines(endless()))).rejects.toThrow('Line 1 is too long');
  });
});

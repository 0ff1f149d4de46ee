import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { GUARDS } from './all-guards.ts';
import { applyPatch } from './guard.ts';

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');

test.each(GUARDS)('can be taken out of the code as it stands, and has its test: $name', (guard) => {
  const texts = new Map<string, string>();
  for (const patch of guard.patches)
    texts.set(patch.file, applyPatch(texts.get(patch.file) ?? read(patch.file), patch));
  for (const [file, text] of texts) expect(text).not.toBe(read(file));
  expect(read(guard.test.file)).toContain(guard.test.title);
});

test('a text that is there twice, or not at all, is refused', () => {
  const patch = { file: 'a.ts', find: 'x', replace: 'y' };
  expect(() => applyPatch('x x', patch)).toThrow('a.ts has 2 times');
  expect(() => applyPatch('z', patch)).toThrow('a.ts has 0 times');
});

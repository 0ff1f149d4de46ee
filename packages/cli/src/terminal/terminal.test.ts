import { PassThrough } from 'node:stream';

import { describe, expect, test } from '@jest/globals';

import { createProgressLine } from './progress-line.ts';
import { printable } from './printable.ts';
import { formatTable } from './table.ts';
import { wrapText } from './wrap-text.ts';

describe('printable', () => {
  test('takes out what would move the cursor, forge a line or turn the reading order', () => {
    expect(printable('Port\u001b[2J opens\r\nrefused x\u202e gnp.exe\u0007')).toBe(
      'Port [2J opens refused x  gnp.exe',
    );
    expect(printable('Über ein Café — 東京 😀')).toBe('Über ein Café — 東京 😀');
  });
});

describe('formatTable', () => {
  test('lines its columns up and cuts the last to the terminal', () => {
    const rows = [
      ['1', 'short'],
      ['100', 'a long headline'],
    ];
    expect(formatTable(['ID', 'HEADLINE'], rows)).toBe('ID   HEADLINE\n1    short\n100  a long headline\n');
    expect(formatTable(['ID', 'HEADLINE'], rows, 12)).toBe('ID   HEADLI…\n1    short\n100  a long…\n');
  });
});

describe('wrapText', () => {
  test('breaks at spaces, indents every line and leaves a longer word whole', () => {
    expect(wrapText('one two three incomprehensibilities', 11, '  ')).toBe(
      '  one two\n  three\n  incomprehensibilities\n',
    );
    expect(wrapText('', 10)).toBe('');
  });
});

describe('progress', () => {
  const makeOutput = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY, columns: 60 });
  const readAll = (output: PassThrough): string => String(output.read() ?? '');

  test('is a bar on a terminal where the share is known, written over at most ten times a second', () => {
    const output = makeOutput(true);
    let nowMs = 0;
    const line = createProgressLine(output, () => nowMs);
    line.update('5 articles', 0.5);
    line.update('6 articles', 0.6);
    nowMs = 200;
    line.update('9 articles');
    line.clear();
    expect(readAll(output).split('\r\u001b[2K')).toEqual([
      '',
      '██████████░░░░░░░░░░  50 % 5 articles',
      '9 articles',
      '',
    ]);
  });

  test('is silence in a pipe', () => {
    const output = makeOutput(false);
    createProgressLine(output, () => 0).update('5 articles', 0.5);
    expect(readAll(output)).toBe('');
  });
});

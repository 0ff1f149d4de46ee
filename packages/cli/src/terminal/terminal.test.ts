import { describe, expect, test } from '@jest/globals';

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

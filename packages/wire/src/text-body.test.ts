import { describe, expect, test } from '@jest/globals';

import { toPlainText } from './text-body.ts';

describe('the readable text of a body', () => {
  test.each([
    ['It is 3 < 4 & so on.', 'It is 3 < 4 & so on.'],
    ['Caf&eacute; &amp; bar', 'Café & bar'],
    ['<p>One.</p><p>Two<br>three</p>', 'One.\nTwo\nthree'],
    ['<ul><li>a<li>b</ul>', 'a\nb'],
    ['<head><title>T</title></head><body>B', 'B'],
    ['<head><title>T</title><body>B', 'B'],
    ['a<script>if (a < b) {}</script>b<style>p{}</style>c', 'abc'],
    ['a<svg><text>x</text></svg>b<svg/>c<iframe src="x"/>d', 'abcd'],
    ['<div><object>x</div>y', 'y'],
    ['<p>a <![CDATA[b & <c>]]> <!-- d --> e</p>', 'a b & <c>  e'],
    ['<a title="1 > 2">x</a>', 'x'],
  ])('%s', (body, text) => {
    expect(toPlainText(body)).toBe(text);
  });

  test('comes in time for elements that nobody closes, and ends that nobody began', () => {
    // Quadratic work would take minutes here.
    expect(toPlainText(`${'<b>'.repeat(1_500_000)}x`)).toBe('x');
    expect(toPlainText(`${'<i>'.repeat(500_000)}${'</b>'.repeat(500_000)}x`)).toBe('x');
  });
});

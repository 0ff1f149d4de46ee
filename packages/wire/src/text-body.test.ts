import { describe, expect, test } from '@jest/globals';

import { toPlainText } from './text-body.ts';

describe('a body becomes what its reader sees', () => {
  test.each([
    [
      'blocks are lines',
      '<p>The bridge\nis <b>shut</b>.</p><p>Trams turn&nbsp;back.</p>',
      'The bridge is shut.\nTrams turn\u00a0back.',
    ],
    ['lines of pre stay', '<pre>Shr 12\nNet 14</pre>', 'Shr 12\nNet 14'],
    ['inline markup alone leaves the lines', 'One <b>line</b>\nand two', 'One line\nand two'],
    [
      'scripts, styles and comments are gone',
      '<style>p{}</style><p>Shut.</p><script>if (a<b) f()</script><!-- x -->',
      'Shut.',
    ],
    ['entities', 'Tarn &amp; Sons &#8211; 5&nbsp;% &lt; 6 &#x2019;', 'Tarn & Sons – 5\u00a0% < 6 ’'],
    [
      'entities that were encoded twice',
      'Tarn &amp;amp; Sons &amp;#8211; &amp;quot;shut&amp;quot;',
      'Tarn & Sons – "shut"',
    ],
    [
      'markup that was encoded',
      '&lt;p&gt;The bridge is shut.&lt;/p&gt;&lt;p&gt;Tarn &amp;amp; Sons&lt;/p&gt;',
      'The bridge is shut.\nTarn & Sons',
    ],
    ['CDATA', '<![CDATA[The bridge is shut.]]>', 'The bridge is shut.'],
    ['a tag that is written about', '<p>Use the &lt;b&gt; tag.</p>', 'Use the <b> tag.'],
    [
      'old tickers are no tags',
      'Sears <S> and Tarn Dairies <TARN.O> of <Overseas Placement Corp> gained',
      'Sears <S> and Tarn Dairies <TARN.O> of <Overseas Placement Corp> gained',
    ],
    ['… beside tags neither', '<p>Tarn Dairies <TARN> gained</p>', 'Tarn Dairies <TARN> gained'],
    ['… without other markup', 'Use the &lt;b&gt; tag.', 'Use the <b> tag.'],
    ['less than', 'a < b and c > d', 'a < b and c > d'],
    ['old capitals', 'One<BR>two<P ALIGN="left">three</P>', 'One\ntwo\nthree'],
    ['an element that hides and never ends', '<head><p>The bridge is shut.', 'The bridge is shut.'],
    [
      'quotes read as windows-1252',
      'â€œItâ€™s shut,â€\u009d he said â€” twice',
      '“It’s shut,” he said — twice',
    ],
    ['… whose control characters were stripped', 'â€œItâ€™s shut,â€ he said', '“It’s shut,” he said'],
    ['letters read as windows-1252', 'MÃ¼nchen, SÃ£o Paulo, 20Â°C', 'München, São Paulo, 20°C'],
    ['Russian read as windows-1252', 'Ð¼Ð¾Ð½ÐµÑ‚', 'монет'],
    ['twice over', 'donÃ¢â‚¬â„¢t', 'don’t'],
    ['capitals and quotes that are right', '«CAFÉ» „Ä“ À «Ø» Škoda Å½', '«CAFÉ» „Ä“ À «Ø» Škoda Å½'],
  ])('%s', (_name, body, text) => {
    expect(toPlainText(body)).toBe(text);
  });

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

  test('a text without markup, entities and mojibake is itself', () => {
    const text = '  NORVALE (Demo Wire) - "Shut," he said.\n\n    Übermorgen: 5 < 6\n';
    expect(toPlainText(text)).toBe(text);
  });
});

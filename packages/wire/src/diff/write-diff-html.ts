import type { DiffOperation } from './diff-texts.ts';

const ELEMENT = { equal: null, delete: 'del', insert: 'ins' } as const;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A difference as HTML: a paragraph a line, in `p`, with `ins` and `del` and nothing else, no attribute but `dir`. Every
 * other character of the texts is text: safe to put into a page.
 */
export function writeDiffHtml(operations: readonly DiffOperation[]): string {
  const lines: string[] = [''];
  for (const { op, text } of operations) {
    for (const [at, piece] of text.split('\n').entries()) {
      if (at > 0) lines.push('');
      if (piece !== '') lines[lines.length - 1] += markUp(ELEMENT[op], piece);
    }
  }
  return lines
    .filter((line) => line !== '')
    .map((line) => `<p dir="auto">${line}</p>`)
    .join('\n');
}

function markUp(element: 'del' | 'ins' | null, text: string): string {
  const escaped = text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
  return element === null ? escaped : `<${element}>${escaped}</${element}>`;
}

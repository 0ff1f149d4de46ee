import type { WireCopy } from '../copy/wire-copy.ts';

/**
 * A piece of wire copy as a reader sees it, all of it: a paragraph a line, whatever width it was wrapped at. What was
 * stripped for comparison (bylines, datelines, credits) is a part of it.
 */
export function writeReadingText({ plainText, paragraphs, stripped }: WireCopy): string {
  const pieces = [...paragraphs, ...stripped].sort((a, b) => a.start - b.start);
  let lines = '';
  let end = 0;
  for (const piece of pieces) {
    const text = piece.text.replaceAll(/\s+/gu, ' ').trim();
    const gap = plainText.slice(end, piece.start);
    const space = gap.includes('\n') ? '\n' : gap && ' ';
    lines += (lines && space) + text;
    end = piece.end;
  }
  return lines;
}

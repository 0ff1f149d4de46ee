import type { Paragraph } from './wire-copy.ts';

const SPACE = /\s/u;

/** A paragraph in two: what `length` units of its text are, at its beginning or at its end, and the rest. */
export interface Cut {
  piece: Paragraph;
  /** Null where nothing but white space is left. */
  rest: Paragraph | null;
}

/**
 * Cuts the first `length` units of the paragraph's text off it. Spans count in `plainText`, whose line breaks the
 * paragraph's text no longer has: so it is characters that are counted, not white space.
 */
export function cutFront(plainText: string, paragraph: Paragraph, length: number): Cut {
  const rest = paragraph.text.slice(length).trimStart();
  const inked = countInk(paragraph.text.slice(0, length));
  let at = paragraph.start;
  for (let seen = 0; seen < inked; at++) if (!SPACE.test(plainText[at]!)) seen++;
  const piece = { start: paragraph.start, end: at, text: paragraph.text.slice(0, length).trim() };
  if (rest === '') return { piece, rest: null };
  while (SPACE.test(plainText[at]!)) at++;
  return { piece, rest: { start: at, end: paragraph.end, text: rest } };
}

/** Cuts off what stands in the paragraph's text from `from` on. */
export function cutBack(plainText: string, paragraph: Paragraph, from: number): Cut {
  const rest = paragraph.text.slice(0, from).trimEnd();
  const inked = countInk(paragraph.text.slice(from));
  let at = paragraph.end;
  for (let seen = 0; seen < inked; at--) if (!SPACE.test(plainText[at - 1]!)) seen++;
  const piece = { start: at, end: paragraph.end, text: paragraph.text.slice(from).trim() };
  if (rest === '') return { piece, rest: null };
  while (SPACE.test(plainText[at - 1]!)) at--;
  return { piece, rest: { start: paragraph.start, end: at, text: rest } };
}

function countInk(text: string): number {
  let ink = 0;
  for (let at = 0; at < text.length; at++) if (!SPACE.test(text[at]!)) ink++;
  return ink;
}

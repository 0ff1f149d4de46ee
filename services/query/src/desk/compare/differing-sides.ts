import type { diffArticles } from '@writethru/contract';
import { findSharedPassages } from '@writethru/fingerprint';

import type { AnswerTo } from '../ask.ts';
import type { MarkedSpan } from '../story/marked-text.ts';

export type Difference = AnswerTo<typeof diffArticles>;
type Operations = NonNullable<Difference['body']>['operations'];

/** One of two texts as it is read, with what it alone says, and what stands in both. */
export interface DifferingSide {
  text: string;
  spans: MarkedSpan[];
}

/** Fewer words than this in a row are chance, and not worth a mark. */
const MIN_WORDS = 5;
const HAS_WORD = /[\p{L}\p{N}]/u;

/**
 * Both sides of a difference. What only one has is marked as deleted or inserted; of what both have, five words or more
 * in a row are marked as shared, wherever they stand in the other text.
 */
export function layOutSides(operations: Operations): { from: DifferingSide; to: DifferingSide } {
  const from = collect(operations, 'delete');
  const to = collect(operations, 'insert');
  return { from: markShared(from, to.text), to: markShared(to, from.text) };
}

function collect(operations: Operations, own: 'delete' | 'insert'): DifferingSide {
  const as = own === 'delete' ? 'del' : 'ins';
  const side: DifferingSide = { text: '', spans: [] };
  for (const { op, text } of operations) {
    if (op !== 'equal' && op !== own) continue;
    // A line of a difference is a paragraph.
    const piece = text.replaceAll('\n', '\n\n');
    const [start, end] = [side.text.length, side.text.length + piece.length];
    side.text += piece;
    if (op === own) side.spans.push({ start, end, as });
    else if (text.trim().split(/\s+/).length >= MIN_WORDS) side.spans.push({ start, end });
  }
  return side;
}

/** What one side has alone in this place may stand elsewhere in the other: then it was moved, and is shared. */
function markShared(side: DifferingSide, otherText: string): DifferingSide {
  const spans = side.spans.flatMap((span): MarkedSpan[] => {
    if (span.as === undefined) return [span];
    const pieces: MarkedSpan[] = [];
    let at = span.start;
    for (const { a } of findSharedPassages(side.text.slice(span.start, span.end), otherText)) {
      const [start, end] = [span.start + a.start, span.start + a.end];
      if (start > at) pieces.push({ start: at, end: start, as: span.as });
      pieces.push({ start, end });
      at = end;
    }
    if (at < span.end) pieces.push({ start: at, end: span.end, as: span.as });
    // A full stop that is left over between two passages is no difference.
    return pieces.length === 1
      ? pieces
      : pieces.filter(({ start, end }) => HAS_WORD.test(side.text.slice(start, end)));
  });
  return { text: side.text, spans };
}

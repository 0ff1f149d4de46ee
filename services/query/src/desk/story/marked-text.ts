import { html, type SafeHtml } from '@writethru/runtime';

/** A stretch of a text: UTF-16 offsets, end excluded. Without `as` it is marked as shared. */
export interface MarkedSpan {
  start: number;
  end: number;
  as?: 'del' | 'ins';
}

/** A text in its paragraphs, with spans of it marked, in any order. Those marked as deleted or inserted do not overlap. */
export function renderMarked(text: string, spans: readonly MarkedSpan[]): SafeHtml {
  const edges = mergeSpans(spans);
  const paragraphs: SafeHtml[] = [];
  let at = 0;
  for (const paragraph of text.split(/(\n\s*\n)/)) {
    const end = at + paragraph.length;
    if (paragraph.trim() !== '')
      paragraphs.push(html`<p dir="auto">${renderPiece(text, at, end, edges)}</p>`);
    at = end;
  }
  return html`${paragraphs}`;
}

/** As `renderMarked`, for a headline: in one line. */
export function renderMarkedLine(text: string, spans: readonly MarkedSpan[]): SafeHtml {
  return renderPiece(text, 0, text.length, mergeSpans(spans));
}

function mergeSpans(spans: readonly MarkedSpan[]): MarkedSpan[] {
  const merged: MarkedSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end && span.as === last.as)
      last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

function renderPiece(text: string, from: number, to: number, spans: readonly MarkedSpan[]): SafeHtml {
  const pieces: SafeHtml[] = [];
  let at = from;
  for (const span of spans) {
    const [start, end] = [Math.max(span.start, from), Math.min(span.end, to)];
    if (start >= end) continue;
    pieces.push(html`${text.slice(at, start)}`, renderSpan(text.slice(start, end), span.as));
    at = end;
  }
  return html`${pieces}${text.slice(at, to)}`;
}

function renderSpan(text: string, as: MarkedSpan['as']): SafeHtml {
  if (as === undefined) return html`<mark>${text}</mark>`;
  return as === 'del' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`;
}

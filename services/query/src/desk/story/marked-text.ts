import { html, type SafeHtml } from '@writethru/runtime';

/** A text in its paragraphs, with spans of it marked: UTF-16 offsets, end excluded, in any order. */
export function renderMarked(text: string, spans: readonly { start: number; end: number }[]): SafeHtml {
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

type Span = { start: number; end: number };

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

function renderPiece(text: string, from: number, to: number, spans: readonly Span[]): SafeHtml {
  const pieces: SafeHtml[] = [];
  let at = from;
  for (const span of spans) {
    const [start, end] = [Math.max(span.start, from), Math.min(span.end, to)];
    if (start >= end) continue;
    pieces.push(html`${text.slice(at, start)}`, html`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  return html`${pieces}${text.slice(at, to)}`;
}

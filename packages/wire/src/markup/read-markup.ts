import { Tokenizer } from 'htmlparser2';

import { classifyElement, isOpeningTag, isVoidElement } from './elements.ts';
import { OpenElements } from './open-elements.ts';

const TAG =
  /<(?<close>\/?)(?<name>[a-z][a-z0-9:.-]{0,20})(?<rest>\s[^<>]{0,2000})?\/?>|<!\[CDATA\[|<!--|<!doctype/gi;
const BLOCK_TAG = /<(?:p|div|br|li|td|h[1-6]|section|article|block|hl1)[\s/>]/i;
const ENTITY = /&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

/** Whether a text holds markup that is meant: tags of known elements, comments or CDATA. Linear. */
export function hasMarkup(text: string): boolean {
  if (!text.includes('<')) return false;
  for (const match of text.matchAll(TAG)) {
    const { close, name, rest } = match.groups ?? {};
    if (name === undefined) return true;
    if (classifyElement(name) === null) continue;
    if (close === '/' || isOpeningTag(name, rest?.includes('=') ?? false)) return true;
  }
  return false;
}

/** Whether a text holds a tag that makes a line. Linear. */
export function hasBlocks(text: string): boolean {
  return BLOCK_TAG.test(text);
}

/** Whether a text holds an entity. Linear. */
export function hasEntity(text: string): boolean {
  return text.includes('&') && ENTITY.test(text);
}

/** A text with its entities decoded and nothing else done to it. */
export function decodeEntities(text: string): string {
  return readTokens(text.replaceAll('<', '&lt;'), false, false);
}

/**
 * The readable text of a piece of markup: blocks as lines, entities decoded. Where blocks make the lines, its own line
 * breaks are spaces, but in `pre`. What only looks like a tag stays. Linear: the library's parser is
 * not, since it shifts the list of its open elements.
 */
export function readMarkup(markup: string): string {
  const areLinesMarked = BLOCK_TAG.test(markup);
  const text = readTokens(markup, areLinesMarked, true);
  // An element that hides its content and never ends must not hide the article.
  const shown = text.trim() === '' ? readTokens(markup, areLinesMarked, false) : text;
  return shown.replace(/[ \t]*\n[ \t\n]*/g, '\n').trim();
}

function readTokens(markup: string, areLinesMarked: boolean, canHide: boolean): string {
  const reader = new MarkupReader(markup, areLinesMarked, canHide);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, reader);
  tokenizer.write(markup);
  tokenizer.end();
  return reader.pieces.join('');
}

/** Gathers the text that the tokenizer meets. Offsets count in `markup`; `end` is exclusive unless said. */
class MarkupReader {
  readonly pieces: string[] = [];
  private readonly markup: string;
  private readonly areLinesMarked: boolean;
  private readonly canHide: boolean;
  private readonly open = new OpenElements();
  private silentCount = 0;
  private preCount = 0;
  private tagStart = 0;
  private tagName = '';
  private hasValues = false;

  constructor(markup: string, areLinesMarked: boolean, canHide: boolean) {
    this.markup = markup;
    this.areLinesMarked = areLinesMarked;
    this.canHide = canHide;
  }

  ontext(start: number, end: number): void {
    this.write(this.markup.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.write(String.fromCodePoint(codePoint));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.write(this.markup.slice(start, end - endOffset));
  }

  onopentagname(start: number, end: number): void {
    this.tagStart = start - 1;
    this.tagName = this.markup.slice(start, end);
    this.hasValues = false;
  }

  onattribend(quote: number): void {
    if (quote !== 0) this.hasValues = true;
  }

  onopentagend(lastIndex: number): void {
    const name = this.tagName.toLowerCase();
    if (this.openTag(lastIndex) && !isVoidElement(name)) {
      this.open.open(name);
      this.count(name, 1);
    }
  }

  onselfclosingtag(lastIndex: number): void {
    const name = this.tagName.toLowerCase();
    // Of a script or style the tokenizer waits for the end in any case.
    if (name === 'script' || name === 'style') this.onopentagend(lastIndex);
    else this.openTag(lastIndex);
  }

  onclosetag(start: number, end: number): void {
    const name = this.markup.slice(start, end).toLowerCase();
    const closed = this.close(name);
    // HTML takes an end of these two that has no beginning as an empty one.
    if (!closed && (name === 'p' || name === 'br')) this.breakLine();
  }

  onattribdata(): void {}
  onattribentity(): void {}
  onattribname(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onprocessinginstruction(): void {}

  /** Whether it was a tag; else its text is written. */
  private openTag(lastIndex: number): boolean {
    if (!isOpeningTag(this.tagName, this.hasValues)) {
      this.write(this.markup.slice(this.tagStart, lastIndex + 1));
      return false;
    }
    const name = this.tagName.toLowerCase();
    if (name === 'body') this.close('head');
    if (classifyElement(name) === 'block') this.breakLine();
    return true;
  }

  private close(name: string): boolean {
    const closed = this.open.close(name);
    for (const each of closed) {
      this.count(each, -1);
      if (classifyElement(each) === 'block') this.breakLine();
    }
    return closed.length > 0;
  }

  private count(name: string, step: 1 | -1): void {
    if (classifyElement(name) === 'silent') this.silentCount += step;
    if (name === 'pre') this.preCount += step;
  }

  private breakLine(): void {
    if (!this.isHidden()) this.pieces.push('\n');
  }

  private write(text: string): void {
    if (this.isHidden()) return;
    const isFlowing = this.areLinesMarked && this.preCount === 0;
    this.pieces.push(isFlowing ? text.replace(/[ \n\t]+/g, ' ') : text);
  }

  private isHidden(): boolean {
    return this.canHide && this.silentCount > 0;
  }
}

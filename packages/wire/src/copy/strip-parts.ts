import { cutBack, cutFront, type Cut } from './cut-piece.ts';
import { foldWords } from './fold-words.ts';
import { readHeadlineMarkers } from './read-markers.ts';
import { matchRule, type CompiledRule } from './rules/rule.ts';
import { rulesFor } from './rules/table.ts';
import { splitUnits, type LineRules } from './split-units.ts';
import type { CopyPart, Paragraph, StrippedPart } from './wire-copy.ts';

const LINE = rulesFor('line');
const HEAD = rulesFor('head', 'ends');
const FOOT = rulesFor('foot', 'ends');
const OPENING = rulesFor('opening');
const CLOSING = rulesFor('closing');
const WHOLE = [...LINE, ...HEAD, ...FOOT];

/** No wrapped paragraph goes on into such a line or out of it. */
const LINE_RULES: LineRules = {
  isWhole: (line) => findWhole(WHOLE, line) !== undefined,
  isOpening: (line) => findWhole(OPENING, line) !== undefined,
};

const BULLET = /^[*•▪‣●]\s/u;
/** A summary has at most so many bullets; a text of more is a list. */
const MAX_BULLETS = 6;
const MAX_BULLET_LENGTH = 240;
/** How many lines may stand before byline and dateline: headline, deck, once more the headline. */
const MAX_HEADINGS = 4;
const MAX_HEADLINE_LENGTH = 400;
const MAX_HEADING_LENGTH = 180;
/** How many paragraphs, at most, decide about the first of them. */
const MAX_FRONT = Math.max(MAX_HEADINGS, MAX_BULLETS) + 2;
/** Shorter than this, what follows a byline may be the next entry of a list of books. */
const MIN_BODY_LENGTH = 80;
const ENDS_SENTENCE = /[.!?。！？؟)]["'”’»]?$/u;
const HOLDS_SENTENCE = /\p{Ll}[.!?] \p{Lu}|[。！？]/u;

/** What is left of a plain text, and what was taken from it: together every character but white space. */
export interface StrippedText {
  paragraphs: Paragraph[];
  stripped: StrippedPart[];
  /** The rule of each stripped part that has one in the table, in the same order as `stripped`. */
  rules: (CompiledRule | null)[];
}

/**
 * Takes off a plain text what is not its body: whole lines anywhere, then what stands before the body and behind it,
 * until nothing more goes. The same for its own result. Linear: a step looks at a bounded piece and takes some of it.
 */
export function stripParts(plainText: string, headlines: readonly string[]): StrippedText {
  return new Stripping(plainText, headlines).run();
}

class Stripping {
  private readonly plainText: string;
  private readonly folded: ReadonlySet<string>;
  private kept: Paragraph[] = [];
  private first = 0;
  /** Paragraphs that a piece was cut off: the rules for lines have not seen what is left of them. */
  private readonly cut = new Set<Paragraph>();
  private readonly taken: { part: StrippedPart; rule: CompiledRule | null }[] = [];

  constructor(plainText: string, headlines: readonly string[]) {
    this.plainText = plainText;
    this.folded = new Set(headlines.map(foldWords).filter((words) => words !== ''));
  }

  run(): StrippedText {
    for (const unit of splitUnits(this.plainText, LINE_RULES)) {
      const rule = findWhole(LINE, unit.text);
      if (rule) this.take(unit, rule);
      else this.kept.push(unit);
    }
    this.stripEnds();
    const taken = this.taken.toSorted((a, b) => a.part.start - b.part.start);
    return {
      paragraphs: this.kept.slice(this.first),
      stripped: taken.map(({ part }) => part),
      rules: taken.map(({ rule }) => rule),
    };
  }

  private stripEnds(): void {
    while (this.stripFront());
    while (this.stripBack()) {
      // What was stripped behind can matter to what stands before only where little is left between.
      if (this.kept.length - this.first <= MAX_FRONT) while (this.stripFront());
    }
  }

  private take(piece: Paragraph, rule: CompiledRule): void {
    this.taken.push({ part: { part: rule.part, rule: rule.name, ...piece }, rule });
  }

  private takeAs(part: CopyPart, rule: string): void {
    this.taken.push({ part: { part, rule, ...this.kept[this.first++]! }, rule: null });
  }

  private stripFront(): boolean {
    const unit = this.kept[this.first];
    if (!unit) return false;
    const whole = this.findPart(HEAD, unit);
    if (whole) {
      this.take(unit, whole);
      this.first++;
      return true;
    }
    if (this.isHeadline(unit)) {
      this.takeAs('headline', 'headline repeated');
      return true;
    }
    return this.stripSummary() || this.stripHeadings() || this.stripOpening(unit);
  }

  private stripOpening(unit: Paragraph): boolean {
    for (const rule of OPENING) {
      const match = matchRule(rule, unit.text);
      if (match === null) continue;
      const cut = cutFront(this.plainText, unit, match.to);
      this.take(cut.piece, rule);
      this.replace(this.first, cut);
      return true;
    }
    return false;
  }

  private stripBack(): boolean {
    const at = this.kept.length - 1;
    const unit = this.kept[at];
    if (at < this.first || !unit) return false;
    const whole = this.findPart(FOOT, unit);
    if (whole) {
      this.take(unit, whole);
      this.kept.pop();
      return true;
    }
    for (const rule of CLOSING) {
      const match = matchRule(rule, unit.text);
      if (match === null) continue;
      const cut = cutBack(this.plainText, unit, match.from);
      this.take(cut.piece, rule);
      this.replace(at, cut);
      return true;
    }
    return false;
  }

  private replace(at: number, cut: Cut): void {
    if (cut.rest !== null) {
      this.kept[at] = cut.rest;
      this.cut.add(cut.rest);
    } else if (at === this.first) this.first++;
    else this.kept.pop();
  }

  private findPart(rules: readonly CompiledRule[], unit: Paragraph): CompiledRule | undefined {
    return findWhole(rules, unit.text) ?? (this.cut.has(unit) ? findWhole(LINE, unit.text) : undefined);
  }

  private isHeadline(unit: Paragraph): boolean {
    if (this.folded.size === 0 || unit.text.length > MAX_HEADLINE_LENGTH) return false;
    return [unit.text, readHeadlineMarkers(unit.text).bare].some((text) => this.folded.has(foldWords(text)));
  }

  /** A few bullets before the text; where nothing follows them they are the text. */
  private stripSummary(): boolean {
    let count = 0;
    while (count <= MAX_BULLETS && isBullet(this.kept[this.first + count])) count++;
    if (count < 2 || count > MAX_BULLETS || this.first + count >= this.kept.length) return false;
    for (let at = 0; at < count; at++) this.takeAs('summary', 'summary bullets');
    return true;
  }

  /** Headline and deck that stand in the body: short lines without an end, before a byline or dateline and the text. */
  private stripHeadings(): boolean {
    for (let count = 1; count <= MAX_HEADINGS; count++) {
      const heading = this.kept[this.first + count - 1];
      const next = this.kept[this.first + count];
      if (!heading || !next || !isHeading(heading)) return false;
      if (!startsBody(next) && !(isByline(next) && startsText(this.kept[this.first + count + 1]))) continue;
      for (let at = 0; at < count; at++) this.takeAs('heading', 'heading before the byline');
      return true;
    }
    return false;
  }
}

function findWhole(rules: readonly CompiledRule[], text: string): CompiledRule | undefined {
  return rules.find((rule) => matchRule(rule, text) !== null);
}

function isBullet(unit: Paragraph | undefined): boolean {
  return unit !== undefined && unit.text.length <= MAX_BULLET_LENGTH && BULLET.test(unit.text);
}

function isHeading(unit: Paragraph): boolean {
  const { text } = unit;
  return (
    text.length <= MAX_HEADING_LENGTH &&
    !ENDS_SENTENCE.test(text) &&
    !HOLDS_SENTENCE.test(text) &&
    !startsPart(unit)
  );
}

function isByline(unit: Paragraph): boolean {
  return HEAD.some((rule) => rule.part === 'byline' && matchRule(rule, unit.text) !== null);
}

function startsPart(unit: Paragraph): boolean {
  return findWhole(OPENING, unit.text) !== undefined;
}

function startsBody(unit: Paragraph): boolean {
  return unit.text.length >= MIN_BODY_LENGTH && startsPart(unit);
}

function startsText(unit: Paragraph | undefined): boolean {
  return unit !== undefined && (unit.text.length >= MIN_BODY_LENGTH || startsBody(unit));
}

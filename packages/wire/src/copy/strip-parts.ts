import { cutBack, cutFront, type Cut } from './cut-piece.ts';
import { countAsciiWordUnits, foldWords } from './fold-words.ts';
import { readHeadlineMarkers } from './read-markers.ts';
import { matchRule, type CompiledRule } from './rules/rule.ts';
import { RuleSet } from './rules/rule-set.ts';
import { rulesFor } from './rules/table.ts';
import { splitUnits, type LineRules } from './split-units.ts';
import type { CopyPart, Paragraph, StrippedPart } from './wire-copy.ts';

const LINE = rulesFor('line');
const HEAD = rulesFor('head', 'ends');
const FOOT = rulesFor('foot', 'ends');
const OPENING = rulesFor('opening');
const CLOSING = rulesFor('closing');
const WHOLE = new RuleSet([...LINE.rules, ...HEAD.rules, ...FOOT.rules]);
const BYLINES = HEAD.rules.filter((rule) => rule.part === 'byline');

/** No wrapped paragraph goes on into such a line or out of it. */
const LINE_RULES: LineRules = {
  isWhole: (line) => WHOLE.find(line) !== null,
  isOpening: (line) => OPENING.find(line) !== null,
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
  private readonly longestFolded: number;
  private kept: Paragraph[] = [];
  private first = 0;
  /** Paragraphs that a piece was cut off: the rules for lines have not seen what is left of them. */
  private readonly cut = new Set<Paragraph>();
  private readonly taken: { part: StrippedPart; rule: CompiledRule | null }[] = [];

  constructor(plainText: string, headlines: readonly string[]) {
    this.plainText = plainText;
    this.folded = new Set(headlines.map(foldWords).filter((words) => words !== ''));
    this.longestFolded = Math.max(0, ...[...this.folded].map((words) => words.length));
  }

  run(): StrippedText {
    for (const unit of splitUnits(this.plainText, LINE_RULES)) {
      const found = LINE.find(unit.text);
      if (found) this.take(unit, found.rule);
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
    const found = OPENING.find(unit.text);
    if (found === null) return false;
    const cut = cutFront(this.plainText, unit, found.to);
    this.take(cut.piece, found.rule);
    this.replace(this.first, cut);
    return true;
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
    const found = CLOSING.find(unit.text);
    if (found === null) return false;
    const cut = cutBack(this.plainText, unit, found.from);
    this.take(cut.piece, found.rule);
    this.replace(at, cut);
    return true;
  }

  private replace(at: number, cut: Cut): void {
    if (cut.rest !== null) {
      this.kept[at] = cut.rest;
      this.cut.add(cut.rest);
    } else if (at === this.first) this.first++;
    else this.kept.pop();
  }

  private findPart(rules: RuleSet, unit: Paragraph): CompiledRule | undefined {
    return rules.find(unit.text)?.rule ?? (this.cut.has(unit) ? LINE.find(unit.text)?.rule : undefined);
  }

  private isHeadline(unit: Paragraph): boolean {
    if (this.folded.size === 0 || unit.text.length > MAX_HEADLINE_LENGTH) return false;
    const { bare } = readHeadlineMarkers(unit.text);
    return this.isFolded(unit.text) || (bare !== unit.text && this.isFolded(bare));
  }

  private isFolded(text: string): boolean {
    // Folding takes none of them away, so it need not be done to see that a text is too long.
    return countAsciiWordUnits(text) <= this.longestFolded && this.folded.has(foldWords(text));
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
  return BYLINES.some((rule) => matchRule(rule, unit.text) !== null);
}

function startsPart(unit: Paragraph): boolean {
  return OPENING.find(unit.text) !== null;
}

function startsBody(unit: Paragraph): boolean {
  return unit.text.length >= MIN_BODY_LENGTH && startsPart(unit);
}

function startsText(unit: Paragraph | undefined): boolean {
  return unit !== undefined && (unit.text.length >= MIN_BODY_LENGTH || startsBody(unit));
}

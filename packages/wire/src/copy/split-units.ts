import type { Paragraph } from './wire-copy.ts';

/** Columns that wrapped copy may be wide: the wires' 64 and the 72 to 80 of terminals, with some room. */
const MIN_WIDTH = 35;
const MAX_WIDTH = 100;
/** Of the line breaks inside wrapped paragraphs at least this share could not have come later. */
const FULL_SHARE = 0.5;

const NO_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}　-〿＀-￯]/u;
const BULLET = /^[*•▪‣●]\s/u;
const ENDS_SENTENCE = /[.!?:;。！？؟…]["'”’»)\]）」』]{0,2}$|^["”].*["”]$/u;

interface Line {
  start: number;
  end: number;
  text: string;
  indent: number;
  /** A line of nothing stands before it. */
  isAfterBlank: boolean;
}

/** What a line is, by the rules: `isWhole` where it is a part by itself, `isOpening` where it begins with one. */
export interface LineRules {
  isWhole(line: string): boolean;
  isOpening(line: string): boolean;
}

/**
 * Cuts a plain text into paragraphs. Where lines are wrapped at a fixed width (told from the text itself), a paragraph
 * ends at an empty line, before an indented one or a bullet, and after a line that ended early with a sentence or that
 * is a part by itself; else every line is a paragraph. Linear in the text.
 */
export function splitUnits(plainText: string, rules: LineRules): Paragraph[] {
  const lines = readLines(plainText);
  const width = measureWidth(lines);
  const units: Paragraph[] = [];
  let group: Line[] = [];
  const close = (): void => {
    if (group.length > 0) units.push(joinLines(group));
    group = [];
  };
  for (const line of lines) {
    const previous = group.at(-1);
    if (previous && isBreak(previous, line, group[0]!, width, rules)) close();
    group.push(line);
  }
  close();
  return units;
}

function readLines(plainText: string): Line[] {
  const lines: Line[] = [];
  let isAfterBlank = true;
  for (let from = 0; from <= plainText.length;) {
    const next = plainText.indexOf('\n', from);
    const to = next === -1 ? plainText.length : next;
    const raw = plainText.slice(from, to);
    const text = raw.trim();
    if (text === '') isAfterBlank = true;
    else {
      const indent = raw.length - raw.trimStart().length;
      lines.push({ start: from + indent, end: from + indent + text.length, text, indent, isAfterBlank });
      isAfterBlank = false;
    }
    from = to + 1;
  }
  return lines;
}

/** The column at which the text is wrapped; null for a text that is not. */
function measureWidth(lines: readonly Line[]): number | null {
  const width = lines.reduce((widest, line) => Math.max(widest, line.indent + line.text.length), 0);
  if (width < MIN_WIDTH || width > MAX_WIDTH) return null;
  let inside = 0;
  let full = 0;
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at]!;
    const before = lines[at - 1]!;
    if (line.isAfterBlank || line.indent > before.indent) continue;
    inside++;
    if (!wouldFit(before, line, width)) full++;
  }
  return inside >= 2 && full >= inside * FULL_SHARE ? width : null;
}

/** Whether the first word of `line` had found room at the end of `before`: the break was meant. */
function wouldFit(before: Line, line: Line, width: number): boolean {
  const space = line.text.search(/\s/u);
  const word = NO_SPACES.test(line.text[0]!) ? 1 : space === -1 ? line.text.length : space;
  return before.indent + before.text.length + 1 + word <= width;
}

function isBreak(before: Line, line: Line, first: Line, width: number | null, rules: LineRules): boolean {
  if (line.isAfterBlank || BULLET.test(line.text)) return true;
  if (width === null) return !isContinued(before, line);
  if (line.indent > before.indent && !BULLET.test(first.text)) return true;
  const isEarly = wouldFit(before, line, width);
  if (!isEarly && !BULLET.test(first.text)) return false;
  if (rules.isWhole(line.text) || rules.isOpening(line.text)) return true;
  return isEarly && (ENDS_SENTENCE.test(before.text) || rules.isWhole(before.text));
}

/** Whether a sentence goes on over the end of a short line, though the text as a whole is not wrapped. */
function isContinued(before: Line, line: Line): boolean {
  const isShort = before.text.length >= MIN_WIDTH / 2 && before.text.length <= MAX_WIDTH;
  return isShort && /^\p{Ll}/u.test(line.text) && /[\p{L}\p{Nd},]$/u.test(before.text);
}

function joinLines(lines: readonly Line[]): Paragraph {
  let text = lines[0]!.text;
  for (const line of lines.slice(1)) {
    const isTight = NO_SPACES.test(text.at(-1)!) && NO_SPACES.test(line.text[0]!);
    text += isTight ? line.text : ` ${line.text}`;
  }
  return { start: lines[0]!.start, end: lines.at(-1)!.end, text };
}

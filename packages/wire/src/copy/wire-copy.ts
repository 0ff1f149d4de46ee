import type { WireMarker } from '@writethru/domain';

/** What a stripped part of a text was. */
export type CopyPart =
  | 'notice'
  | 'advisory'
  | 'summary'
  | 'heading'
  | 'headline'
  | 'byline'
  | 'dateline'
  | 'credit'
  | 'contact'
  | 'copyright'
  | 'newsletter'
  | 'furniture'
  | 'caption'
  | 'end_mark';

/** A piece of the plain text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A paragraph of the clean body: `text` is the span with its lines unwrapped. */
export interface Paragraph extends Span {
  text: string;
}

/** A part that is no body text, as it stands in the plain text, and the rule (see `rules/`) that says so. */
export interface StrippedPart extends Span {
  part: CopyPart;
  rule: string;
  text: string;
}

/** A place and date line, the same for every language: digits are ASCII, months are 1 to 12, agencies have one name. */
export interface Dateline {
  text: string;
  place: string | null;
  month: number | null;
  day: number | null;
  year: number | null;
  agency: string | null;
}

/** What the normaliser reads, as the feed sent it. */
export interface CopyInput {
  headline?: string | null;
  slugline?: string | null;
  /** Plain text, HTML, or either with its entities encoded twice. */
  body?: string | null;
}

/** A piece of wire copy, taken apart. */
export interface WireCopy {
  /** What a reader sees of the body: markup gone, entities decoded, wrong decoding repaired. All spans count in it. */
  plainText: string;
  /** The headline without its markers. */
  headline: string;
  /** The slugline without its markers. */
  slugline: string;
  markers: WireMarker[];
  dateline: Dateline | null;
  /** Names as they were printed, without the word "by". */
  bylines: string[];
  /** What is left for comparison, in reading order. */
  paragraphs: Paragraph[];
  /** The paragraphs' texts, a blank line between them. */
  body: string;
  /** In reading order. Together with the paragraphs it covers every character of the plain text but white space. */
  stripped: StrippedPart[];
}

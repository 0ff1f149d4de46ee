/**
 * From what a feed sends to an article of ours: schema, text in its one stored form, content hash, plain text. Pure.
 */
export { readWireCopy } from './copy/read-wire-copy.ts';
export type {
  CopyInput,
  CopyPart,
  Dateline,
  Paragraph,
  Span,
  StrippedPart,
  WireCopy,
} from './copy/wire-copy.ts';
export { listNames, listNumbers } from './changing-words.ts';
export { diffTexts, type DiffOperation, type TextDiff } from './diff/diff-texts.ts';
export { writeDiffHtml } from './diff/write-diff-html.ts';
export { writeReadingText } from './diff/write-reading-text.ts';
export { hashContent } from './content-hash.ts';
export { findRuns, toSearchQuery, toSearchText } from './search-text.ts';
export { toSlugKey } from './slug-key.ts';
export { submissionSchema } from './submission-schema.ts';
export { readMarkers } from './read-markers.ts';
export { toPlainText } from './text-body.ts';
export { FORMATS, KINDS, MEDIA_TYPES, type Reading } from './formats/formats.ts';
export { readDocument } from './formats/read-document.ts';
export type { ReadOptions, ReadResult, SentIdentity } from './formats/read-options.ts';
export { isTimeZone } from './formats/read-time.ts';
export { writeNinjs, type HeldArticle } from './ninjs/write-ninjs.ts';
export type { StoryEntry, StoryFeed } from './feeds/story-feed.ts';
export { writeAtom } from './feeds/write-atom.ts';
export { writeJsonFeed } from './feeds/write-json-feed.ts';

/**
 * Articles, stories, relations, scopes and errors: the words that every other package speaks.
 * Pure: no I/O, no clock, nothing of ours is imported here.
 */
export * from './algorithm.ts';
export * from './ascii-digits.ts';
export * from './article.ts';
export * from './errors.ts';
export * from './explanation.ts';
export * from './histogram.ts';
export * from './ids.ts';
export * from './marker.ts';
export * from './replay.ts';
export * from './revision.ts';
export * from './scopes.ts';
export * from './story.ts';
export * from './visibility.ts';
export * from './wire-marker.ts';

import type { ArticleMarker, MarkerKind, WireMarker } from '@writethru/domain';

/** Where else than in its wire markers an article says what it is. */
export interface MarkedFields {
  headline: string | null;
  slugline: string | null;
  edNote: string | null;
  /** As in NewsML-G2, with or without `sig:`. */
  signals: readonly string[];
}

const MEANING: Partial<Record<MarkerKind, ArticleMarker>> = {
  update: 'update',
  writethru: 'update',
  wrapup: 'update',
  correction: 'correction',
  refile: 'refile',
  repeat: 'repeat',
  abridged: 'abridged',
  factbox: 'factbox',
  timeline: 'timeline',
  hold: 'hold',
  withdrawn: 'kill',
  kill: 'kill',
};

const DIGEST =
  /^\s*(?:[A-Z]+ )?(?:NEWS ?DIGEST|DIGEST|TAKE A LOOK|HIGHLIGHTS|NEWS SUMMARY|TOP NEWS)\b\s?[-–:]/;

const NOTES: [RegExp, ArticleMarker][] = [
  [/\bcorrect(?:s|ed|ing|ion)\b/i, 'correction'],
  [/\brefil(?:es|ed|ing)\b/i, 'refile'],
  [/\brepeat(?:s|ed|ing)\b/i, 'repeat'],
  [/\b(?:adds|updates|recasts|rewrites|writes through)\b/i, 'update'],
  [/\b(?:longer|full) version of this story\b|\babridged\b/i, 'abridged'],
  [/\b(?:mandatory )?kill\b|\bwithdrawn\b/i, 'kill'],
];

/** What an article says it is, without repeats: by its wire markers, by its editors' note, by its signals. */
export function readMarkers(markers: readonly WireMarker[], fields: MarkedFields): ArticleMarker[] {
  const found = new Set<ArticleMarker>();
  for (const { kind } of markers) {
    const meaning = MEANING[kind];
    if (meaning !== undefined) found.add(meaning);
  }
  if (DIGEST.test(fields.headline ?? '') || DIGEST.test(fields.slugline ?? '')) found.add('digest');
  for (const [pattern, marker] of NOTES) if (pattern.test(fields.edNote ?? '')) found.add(marker);
  for (const signal of fields.signals) {
    const name = signal.replace(/^sig:/, '').toLowerCase();
    if (name === 'correction' || name === 'update') found.add(name);
  }
  return [...found];
}

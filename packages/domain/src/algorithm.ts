/**
 * The algorithm version that this program writes. Any change of the normaliser, the fingerprint or the score is a new
 * id: within one id all fingerprints are comparable, across ids nothing is.
 */
export const ALGORITHM = { id: 2, name: 'weighed-3-shingles' } as const;

/** Shingles in a window at the top of a text, by which two texts are seen to begin alike. A shorter text is one. */
export const LEAD_WINDOW = 30;

/**
 * The algorithm version that this program writes. Any change of the normaliser, the fingerprint or the score is a new
 * id: within one id all fingerprints are comparable, across ids nothing is.
 */
export const ALGORITHM = { id: 1, name: 'exact-5-shingles' } as const;

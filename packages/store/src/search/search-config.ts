/** The text search configurations that Postgres 15 and later bring, by primary language tag. */
const CONFIGS: Readonly<Record<string, string>> = {
  ar: 'arabic',
  hy: 'armenian',
  eu: 'basque',
  ca: 'catalan',
  da: 'danish',
  nl: 'dutch',
  en: 'english',
  fi: 'finnish',
  fr: 'french',
  de: 'german',
  el: 'greek',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  ga: 'irish',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nb: 'norwegian',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  es: 'spanish',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** The configuration for texts of a BCP 47 language: `simple`, which knows no stems, where there is none. */
export function searchConfigOf(language: string | null): string {
  return CONFIGS[(language ?? '').toLowerCase().split('-')[0] ?? ''] ?? 'simple';
}

/** Every configuration that a text may be indexed with. */
export const SEARCH_CONFIGS: readonly string[] = ['simple', ...new Set(Object.values(CONFIGS))];

/**
 * News-like texts of our own making, for the benchmarks: seeded, so that every run and every peer gets the same.
 * Words follow Zipf's law over a made-up vocabulary; lengths are log-normal around 320 words, as on a news wire.
 */
export interface MadeArticle {
  guid: string;
  headline: string;
  body: string;
  publishedAt: string;
}

export interface CorpusOptions {
  seed: number;
  count: number;
  /** Share of articles that are an edited copy of one that came shortly before, 0 to 1. Default .3. */
  nearDuplicateShare?: number;
  /** Time of the first article; one follows a second after the other. */
  startMs: number;
}

const VOCABULARY_SIZE = 30_000;
const MEAN_LOG_WORDS = Math.log(290);
const DEVIATION_LOG_WORDS = 0.45;
const MIN_WORDS = 100;
const MAX_WORDS = 900;
/** A copy follows its original by at most so many articles: a burst, as reprints come. */
const BURST = 12;

export type Random = () => number;

/** mulberry32 (Tommy Ettinger, public domain): numbers from 0 to below 1. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Makes `count` articles, in the order in which they are sent. */
export function makeCorpus(options: CorpusOptions): MadeArticle[] {
  const random = makeRandom(options.seed);
  const vocabulary = makeVocabulary(makeRandom(7));
  const share = options.nearDuplicateShare ?? 0.3;
  const articles: MadeArticle[] = [];
  const texts: string[][] = [];
  for (let at = 0; at < options.count; at++) {
    const isCopy = at > 0 && random() < share;
    const sentences = isCopy
      ? editSentences(texts[at - 1 - Math.floor(random() * Math.min(at, BURST))]!, random, vocabulary)
      : makeSentences(drawLength(random), random, vocabulary);
    texts.push(sentences);
    articles.push({
      guid: `bench-${options.seed}-${at}`,
      headline: makeWords(8, random, vocabulary).join(' '),
      body: writeParagraphs(sentences),
      publishedAt: new Date(options.startMs + at * 1_000).toISOString(),
    });
  }
  return articles;
}

/** A text of about `wordCount` words, as sentences. */
export function makeSentences(wordCount: number, random: Random, vocabulary: readonly string[]): string[] {
  const sentences: string[] = [];
  for (let words = 0; words < wordCount;) {
    const length = Math.min(wordCount - words, 8 + Math.floor(random() * 24));
    const [first = 'a', ...rest] = makeWords(Math.max(1, length), random, vocabulary);
    sentences.push(`${first.charAt(0).toUpperCase()}${first.slice(1)} ${rest.join(' ')}.`);
    words += Math.max(1, length);
  }
  return sentences;
}

/** An edit as desks make it: a sentence cut or two swapped, some words replaced, a sentence added. */
function editSentences(
  sentences: readonly string[],
  random: Random,
  vocabulary: readonly string[],
  strength = 0.15,
): string[] {
  const edited = sentences.filter(() => random() >= strength / 2);
  const kept = edited.length > 0 ? edited : [...sentences];
  const [i, j] = [Math.floor(random() * kept.length), Math.floor(random() * kept.length)];
  [kept[i], kept[j]] = [kept[j]!, kept[i]!];
  const replaced = kept.map((sentence) =>
    sentence
      .split(' ')
      .map((word) => (random() < strength / 5 ? drawWord(random, vocabulary) : word))
      .join(' '),
  );
  return [...replaced, ...makeSentences(12, random, vocabulary)];
}

/** Words made of syllables; the frequent ones are short, as in every language. */
export function makeVocabulary(random: Random): string[] {
  const syllables = 'ba co di fu ga he ki lo ma ne or pa ri su te vu an el is ot'.split(' ');
  const words = new Set<string>();
  for (let rank = 0; words.size < VOCABULARY_SIZE; rank++) {
    const length = 1 + Math.floor(Math.log10(rank + 1) * 0.8 + random() * 1.6);
    words.add(Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]!).join(''));
  }
  return [...words];
}

function drawLength(random: Random): number {
  // Box-Muller: a normal deviate from two even ones.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const words = Math.exp(MEAN_LOG_WORDS + DEVIATION_LOG_WORDS * normal);
  return Math.round(Math.min(MAX_WORDS, Math.max(MIN_WORDS, words)));
}

/** A rank drawn by Zipf's law with exponent 1, by inverting its sum's logarithm. */
function drawWord(random: Random, vocabulary: readonly string[]): string {
  return vocabulary[Math.floor(Math.exp(random() * Math.log(vocabulary.length))) - 1] ?? vocabulary[0]!;
}

function makeWords(count: number, random: Random, vocabulary: readonly string[]): string[] {
  return Array.from({ length: count }, () => drawWord(random, vocabulary));
}

function writeParagraphs(sentences: readonly string[]): string {
  const paragraphs: string[] = [];
  for (let at = 0; at < sentences.length; at += 2) paragraphs.push(sentences.slice(at, at + 2).join(' '));
  return paragraphs.join('\n\n');
}

import { estimateJaccard, sketchText } from '@writethru/fingerprint';
import type { MinHash } from 'bloom-filters';

import { makeCorpus, makeRandom, makeSentences, makeVocabulary } from './corpus.ts';
import { signWithBloomFilters } from './peers/bloom-minhash.ts';
import { listShingles, signWithMinhash } from './peers/npm-minhash.ts';
import { median, roundFigure } from './statistics.ts';
import { scaleCount, type Suite, type SuiteResult } from './suite.ts';

const TEXTS = 2_000;
const PAIRS = 600;
const ROUNDS = 7;
/** The peers take so many of the texts in a round, and all of them in the course of the rounds. */
const PEER_TEXTS = 300;
const SIZE = 128;
const SHINGLE_WORDS = 5;

/** A way to sign texts and to estimate from two signatures how alike they are. */
interface Signer {
  name: string;
  sign(text: string): unknown;
  estimate(a: string, b: string): number;
}

const OURS: Signer = {
  name: 'ours: bottom-128 sketch',
  sign: (text) => sketchText(text, { shingleWords: SHINGLE_WORDS, size: SIZE }),
  estimate(a, b) {
    const [left, right] = [a, b].map((text) => sketchText(text, { shingleWords: SHINGLE_WORDS, size: SIZE }));
    return estimateJaccard(left!, right!, SIZE);
  },
};

const NPM_MINHASH: Signer = {
  name: 'npm minhash, 128 permutations',
  sign: (text) => signWithMinhash(text, SHINGLE_WORDS),
  estimate(a, b) {
    const [left, right] = [signWithMinhash(a, SHINGLE_WORDS), signWithMinhash(b, SHINGLE_WORDS)];
    return left.filter((value, slot) => value === right[slot]).length / SIZE;
  },
};

const BLOOM_FILTERS: Signer = {
  name: 'bloom-filters MinHash, 128 functions',
  sign: (text) => signWithBloomFilters(text, SHINGLE_WORDS),
  estimate(a, b) {
    const [left, right] = [a, b].map((text): MinHash => signWithBloomFilters(text, SHINGLE_WORDS));
    return left!.compareWith(right!);
  },
};

const SIGNERS = [OURS, NPM_MINHASH, BLOOM_FILTERS];

/** Signatures alone, from a text as a string: how many a second, and how far off the estimates from them are. */
export const signatureSuite: Suite = {
  name: 'signature',
  run(say, share): Promise<SuiteResult> {
    const texts = makeCorpus({
      seed: 3,
      count: scaleCount(TEXTS, share, PEER_TEXTS),
      nearDuplicateShare: 0,
      startMs: 0,
    }).map((article) => article.body);
    const costs = new Map(SIGNERS.map((signer) => [signer, [] as number[]]));
    for (let round = 1; round <= ROUNDS; round++) {
      say(`signature: round ${round} of ${ROUNDS}`);
      const start = Math.round(((round - 1) * (texts.length - PEER_TEXTS)) / (ROUNDS - 1));
      const some = texts.slice(start, start + PEER_TEXTS);
      for (const signer of SIGNERS)
        costs.get(signer)!.push(measureCpuUs(signer, signer === OURS ? texts : some));
    }
    const pairs = makePairs();
    const theory = rootMeanSquare(pairs.map(({ exact }) => Math.sqrt((exact * (1 - exact)) / SIZE)));
    say('signature: errors');
    const rows = SIGNERS.map((signer) => {
      const cpuUs = median(costs.get(signer)!);
      const error = rootMeanSquare(pairs.map(({ a, b, exact }) => signer.estimate(a, b) - exact));
      return {
        name: signer.name,
        figures: {
          'docs/s': roundFigure(1_000_000 / cpuUs),
          'CPU µs': roundFigure(cpuUs),
          RMSE: roundFigure(error),
          'RMSE / theory': roundFigure(error / theory),
        },
      };
    });
    // Round by round, so that a machine that drifts does not favour anyone.
    const times = (peer: Signer): number =>
      roundFigure(median(costs.get(peer)!.map((cost, round) => cost / costs.get(OURS)![round]!)));
    return Promise.resolve({
      title: 'Signature',
      about: `${TEXTS} made texts, from string to signature of ${SIZE} numbers over shingles of ${SHINGLE_WORDS} words, one thread, CPU time, medians of ${ROUNDS} interleaved rounds; in each the peers take ${PEER_TEXTS} of the texts, in all of them all. All three read the text, fold case and cut it into words. Ours hashes words and shingles without making strings of them, and keeps the smallest ${SIZE} hashes; it is what the product chooses index keys by, not all of a fingerprint. The peers take shingles as their users make them: joined strings, for bloom-filters hashed to numbers; then ${SIZE} hash functions each. npm minhash makes its functions anew for every text and loses their compiled code at each full garbage collection: in a process that does nothing else it is three to four times as fast as here. RMSE of the estimated Jaccard similarity over ${PAIRS} pairs of .1 to .95; theory is √(mean of J (1 − J) / ${SIZE}), that of independent hash functions. A bottom-k sketch draws without replacement, so it may be below.`,
      rows,
      goals: {
        signatureTimesNpmMinhash: times(NPM_MINHASH),
        signatureTimesBloomFilters: times(BLOOM_FILTERS),
        signatureRmseOverTheory: rows[0]!.figures['RMSE / theory'],
      },
    });
  },
};

function measureCpuUs(signer: Signer, texts: readonly string[]): number {
  const before = process.cpuUsage();
  for (const text of texts) signer.sign(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / texts.length;
}

/** A text and one that shares its beginning, as much of it as gives the wanted similarity. */
function makePairs(): { a: string; b: string; exact: number }[] {
  const random = makeRandom(11);
  const vocabulary = makeVocabulary(makeRandom(7));
  return Array.from({ length: PAIRS }, (_, at) => {
    const wanted = 0.1 + (0.85 * at) / (PAIRS - 1);
    const words = 200 + Math.floor(random() * 300);
    const common = Math.round((words * 2 * wanted) / (1 + wanted));
    const start = makeSentences(common, random, vocabulary).join(' ');
    const end = (): string => makeSentences(words - common, random, vocabulary).join(' ');
    const [a, b] = [`${start} ${end()}`, `${start} ${end()}`];
    return { a, b, exact: compareExactly(a, b) };
  });
}

function compareExactly(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => new Set(listShingles(text, SHINGLE_WORDS)));
  const shared = [...left!].filter((shingle) => right!.has(shingle)).length;
  return shared / (left!.size + right!.size - shared);
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

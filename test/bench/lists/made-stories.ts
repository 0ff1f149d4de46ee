import type { Relation, Submission } from '@writethru/domain';

import { makeRandom, makeSentences, makeVocabulary, type Random } from '../corpus.ts';

/** An article of a made story, with what became of it. */
export interface MadeVersion {
  submission: Submission;
  relation: Relation;
}

/** A story as it is to stand in the store: its versions in order, the first of which leads. */
export interface MadeStory {
  versions: MadeVersion[];
  /** A headline alone, which its provider sent ahead of the text. */
  isAlert: boolean;
}

export interface StoryOptions {
  seed: number;
  count: number;
  /** The stories lie evenly in the days before this. */
  endMs: number;
  days: number;
}

/** Words that searches of the benchmark look for, by how many leads have them. */
export const SEARCH_WORDS = {
  /** In every lead that has a text. */
  everywhere: 'bulletin',
  /** In one lead of two hundred. */
  phrase: 'harbour master',
  /** In one lead of five thousand. */
  rare: 'zeppelin',
} as const;

export const PROVIDERS: readonly string[] = Array.from({ length: 40 }, (_, at) => `wire-${at + 1}`);
/** Of a hundred leads; the rest say no language. */
const LANGUAGES: readonly (readonly [string, number])[] = [
  ['en', 45],
  ['en-GB', 15],
  ['de', 15],
  ['fr', 10],
  ['es', 6],
  ['ja', 4],
  ['zh-Hans', 2],
];
const RELATIONS: readonly Relation[] = [
  'reprint_of',
  'reprint_of',
  'reprint_of',
  'update_of',
  'update_of',
  'abridgement_of',
  'expansion_of',
  'correction_of',
];
const HAN = Array.from(
  '日本新聞社会経済東京大阪市長選挙会議政府発表首相国際地震台風電車学校病院警察裁判所水道橋港湾漁業農家',
);
const CHANCE = { single: 0.7, more: 0.45, alert: 0.02, urgent: 0.1, canceled: 0.01, withheld: 0.002 };
const MAX_VERSIONS = 60;
const MINUTE_MS = 60_000;

/** Makes stories, the oldest first: the same for the same options. */
export function* makeStories(options: StoryOptions): Generator<MadeStory> {
  const random = makeRandom(options.seed);
  const vocabulary = makeVocabulary(makeRandom(7));
  const stepMs = (options.days * 86_400_000) / options.count;
  for (let at = 0; at < options.count; at++) {
    const startMs = Math.round(options.endMs - options.days * 86_400_000 + at * stepMs);
    yield makeStory(at, startMs, random, vocabulary);
  }
}

function makeStory(at: number, startMs: number, random: Random, vocabulary: readonly string[]): MadeStory {
  const isAlert = random() < CHANCE.alert;
  const language = drawLanguage(random);
  const headline = makeSentences(8, random, vocabulary).join(' ');
  const body = isAlert ? undefined : makeBody(at, language, random, vocabulary);
  const versions = Array.from({ length: isAlert ? 1 : drawVersions(random) }, (_, place): MadeVersion => {
    const pubStatus = drawStatus(place, random);
    const urgency = drawUrgency(random);
    return {
      relation: relate(place, pubStatus, random),
      submission: {
        provider: drawProvider(random),
        guid: `made-${at}-${place}`,
        version: 0,
        content: {
          headline,
          publishedAt: new Date(startMs + place * MINUTE_MS * (1 + 20 * random())).toISOString(),
          url: `https://news.example/${at}/${place}`,
          ...(body !== undefined && { body: place === 0 ? body : `${body}\n\n${headline}` }),
          ...(language !== undefined && { language }),
          ...(urgency !== undefined && { urgency }),
          ...(pubStatus !== undefined && { pubStatus }),
        },
      },
    };
  });
  return { versions, isAlert };
}

function makeBody(
  at: number,
  language: string | undefined,
  random: Random,
  vocabulary: readonly string[],
): string {
  const words = [
    SEARCH_WORDS.everywhere,
    ...(at % 200 === 0 ? [SEARCH_WORDS.phrase] : []),
    ...(at % 5_000 === 0 ? [SEARCH_WORDS.rare] : []),
  ].join(' ');
  if (language === 'ja' || language === 'zh-Hans') {
    const run = Array.from({ length: 200 }, () => HAN[Math.floor(random() * HAN.length)]!).join('');
    return `${words}。${run}。`;
  }
  return [words, ...makeSentences(60 + Math.floor(random() * 340), random, vocabulary)].join(' ');
}

/** Most have one version, and each further one is as likely as the one before, up to sixty. */
function drawVersions(random: Random): number {
  if (random() < CHANCE.single) return 1;
  let count = 2;
  while (count < MAX_VERSIONS && random() < CHANCE.more + (count > 8 ? 0.4 : 0)) count++;
  return count;
}

function drawLanguage(random: Random): string | undefined {
  let left = random() * 100;
  return LANGUAGES.find(([, share]) => (left -= share) < 0)?.[0];
}

/** Few send most, as on any wire. */
function drawProvider(random: Random): string {
  return PROVIDERS[Math.floor(random() ** 2 * PROVIDERS.length)]!;
}

function drawUrgency(random: Random): number | undefined {
  if (random() >= CHANCE.urgent) return random() < 0.5 ? 4 : undefined;
  return 1 + Math.floor(random() * 3);
}

function drawStatus(place: number, random: Random): 'canceled' | 'withheld' | undefined {
  const draw = random();
  if (place > 0 && draw < CHANCE.canceled) return 'canceled';
  return draw > 1 - CHANCE.withheld ? 'withheld' : undefined;
}

function relate(place: number, pubStatus: string | undefined, random: Random): Relation {
  if (place === 0) return 'original';
  if (pubStatus === 'canceled') return 'cancels';
  return RELATIONS[Math.floor(random() * RELATIONS.length)]!;
}

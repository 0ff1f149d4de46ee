import { CLUSTERING_GUARDS, modelClustering, type ClusteringSetting } from './clustering-model.ts';
import { exploreModel, type Exploration } from './explore.ts';
import { INTAKE_GUARDS, modelIntake, type IntakeSetting } from './intake-model.ts';
import { modelQuarantine, QUARANTINE_GUARDS, type QuarantineSetting } from './quarantine-model.ts';

export interface Run {
  name: string;
  explore: () => Exploration;
}

type Pair = readonly [number, number];

const INTAKE: IntakeSetting = { articles: 2, requests: [[0, 1], [1, 0], [0]], faults: 2 };
const QUARANTINE: QuarantineSetting = { articles: 3, poison: [1], processes: 2, maxAttempts: 3, kills: 2 };

const alone = (articles: number): number[][] => Array.from({ length: articles }, (_, article) => [article]);

/** Every way in which three articles can match: eight, since the order of ids counts in the order of locks. */
const GRAPHS_OF_3: Pair[][] = Array.from({ length: 8 }, (_, mask) =>
  (
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const
  ).filter((_pair, bit) => (mask >> bit) & 1),
);
const CHAIN: Pair[] = [
  [0, 1],
  [1, 2],
];
const CLIQUE_OF_3: Pair[] = GRAPHS_OF_3[7]!;
const GRAPHS_OF_4: Record<string, Pair[]> = {
  chain: [
    [0, 1],
    [1, 2],
    [2, 3],
  ],
  bridge: [
    [0, 3],
    [1, 3],
    [2, 3],
  ],
  ring: [
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 3],
  ],
  pairs: [
    [0, 2],
    [1, 3],
  ],
  clique: [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ],
};

function runClustering(name: string, setting: ClusteringSetting, maxStates?: number): Run {
  return { name, explore: () => exploreModel(modelClustering(setting), maxStates) };
}

const MOST_STATES = 200_000;

/** What `npm test` walks: seconds. All of it is exhaustive. */
export const QUICK_RUNS: Run[] = [
  ...GRAPHS_OF_3.map((matches) =>
    runClustering(`3 articles, ${describe(matches)}`, {
      articles: 3,
      matches,
      batches: alone(3),
      crashes: 0,
    }),
  ),
  runClustering('3 articles, a chain, one killed', {
    articles: 3,
    matches: CHAIN,
    batches: alone(3),
    crashes: 1,
  }),
  runClustering('3 articles, a chain, delivered in two batches that overlap, two killed', {
    articles: 3,
    matches: CHAIN,
    batches: [
      [0, 1],
      [1, 2],
    ],
    crashes: 2,
  }),
  { name: 'intake: 3 requests, 2 faults', explore: () => exploreModel(modelIntake(INTAKE)) },
  { name: 'quarantine: 3 articles, 1 poison', explore: () => exploreModel(modelQuarantine(QUARANTINE)) },
];

/** What `npm run model` walks besides: minutes. Four articles are bounded. */
export const LONG_RUNS: Run[] = [
  ...GRAPHS_OF_3.map((matches) =>
    runClustering(`3 articles, ${describe(matches)}, two killed`, {
      articles: 3,
      matches,
      batches: alone(3),
      crashes: 2,
    }),
  ),
  runClustering('3 articles, all alike, one delivered twice, one killed', {
    articles: 3,
    matches: CLIQUE_OF_3,
    batches: [...alone(3), [0]],
    crashes: 1,
  }),
  ...Object.entries(GRAPHS_OF_4).map(([name, matches]) =>
    runClustering(
      `4 articles, ${name}`,
      { articles: 4, matches, batches: alone(4), crashes: 0 },
      MOST_STATES,
    ),
  ),
  ...Object.entries(GRAPHS_OF_4).map(([name, matches]) =>
    runClustering(
      `4 articles, ${name}, one killed`,
      { articles: 4, matches, batches: alone(4), crashes: 1 },
      MOST_STATES,
    ),
  ),
];

const FINDS: Record<(typeof CLUSTERING_GUARDS)[number], string> = {
  'publish before search': 'split',
  'commit of publish': 'split',
  'component locks': 'lost',
  'order of locks': 'deadlock',
  'look again after the lock': 'lost',
  'reading after the lock': 'split',
  'state guard': 'twice',
  sweeper: 'lost',
};
const FINDS_AT_INTAKE: Record<(typeof INTAKE_GUARDS)[number], string> = {
  'commit before the answer': 'lost',
  'on conflict': 'twice',
  'sorted writes': 'deadlock',
  sweeper: 'lost',
};
const FINDS_IN_QUARANTINE: Record<(typeof QUARANTINE_GUARDS)[number], string> = {
  'solo failures': 'innocent',
  'attempt counter': 'for ever',
  lease: 'innocent',
};

/** One run for each guard, without it, and the kind of violation that must be found then. */
export const RUNS_WITHOUT_GUARD: (Run & { finds: string })[] = [
  ...CLUSTERING_GUARDS.map((without) => ({
    ...runClustering(without, {
      articles: 3,
      matches: CHAIN,
      batches: batchesWithout(without),
      crashes: 1,
      without,
    }),
    finds: FINDS[without],
  })),
  ...INTAKE_GUARDS.map((without) => ({
    name: `intake: ${without}`,
    explore: () => exploreModel(modelIntake({ ...INTAKE, without })),
    finds: FINDS_AT_INTAKE[without],
  })),
  ...QUARANTINE_GUARDS.map((without) => ({
    name: `quarantine: ${without}`,
    explore: () => exploreModel(modelQuarantine({ ...QUARANTINE, without })),
    finds: FINDS_IN_QUARANTINE[without],
  })),
];

/** Repeats are told by two batches that overlap; what three processes do to each other by one article each. */
function batchesWithout(guard: (typeof CLUSTERING_GUARDS)[number]): number[][] {
  return guard === 'state guard'
    ? [
        [0, 1],
        [1, 2],
      ]
    : alone(3);
}

function describe(matches: readonly Pair[]): string {
  return matches.length === 0 ? 'no match' : `matches ${matches.map((pair) => pair.join('-')).join(', ')}`;
}

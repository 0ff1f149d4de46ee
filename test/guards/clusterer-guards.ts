import type { Guard } from './guard.ts';

const BATCH = 'services/clusterer/src/process-batch.ts';
const HELD = 'services/clusterer/src/archive/held-keys.ts';
const HELD_TEST = 'test/integration/held-keys.test.ts';
const CLAIM = 'packages/store/src/clusterer/claim.ts';
const SWEEP = 'packages/store/src/clusterer/sweep.ts';
const FORCED = 'test/integration/interleavings.test.ts';
const QUARANTINE = 'test/integration/quarantine.test.ts';

/** From the hint to the search: what is begun by whom, and what becomes of what fails. */
export const CLUSTERER_GUARDS: readonly Guard[] = [
  {
    name: 'sweeper',
    without: 'an article whose hint was lost waits for ever',
    patches: [
      {
        file: 'services/clusterer/src/clusterer.ts',
        find: '(pause.isOn() ? Promise.resolve(false) : sweep(deps, (id) => batcher.add(id)))',
        replace: '(pause.isOn() ? Promise.resolve(false) : Promise.resolve(sweep.length > 2))',
      },
    ],
    test: {
      file: 'test/chaos/ledger.test.ts',
      title: 'after a kill -9 of the sweeper between its commit and its hand-over to the queue',
    },
  },
  {
    name: "sweeper's lease",
    without: 'every sweep announces all that is unfinished again',
    patches: [
      {
        file: SWEEP,
        find: 'next_try_at = clock_timestamp() + make_interval(secs => $2 * (1 << i.sweeps))',
        replace: 'next_try_at = case when $2::float8 > 0 then i.next_try_at end',
      },
    ],
    test: { file: FORCED, title: 'what one sweeper has taken no other gets, until it is due again' },
  },
  {
    name: 'lease of a claim',
    without: 'two clusterers work on one article, and it seems to fail',
    patches: [
      {
        file: CLAIM,
        find: `
     and (i.attempt_started_at is null or i.attempt_started_at <= clock_timestamp() - make_interval(secs => $2))`,
        replace: ' and $2::float8 >= 0',
      },
    ],
    test: { file: FORCED, title: 'what has ended is not begun again, and what another is at is left alone' },
  },
  {
    name: 'state guard of a claim',
    without: 'what has ended is done again',
    patches: [
      {
        file: CLAIM,
        find: "const IS_FREE = `i.state in ('accepted', 'published')\n     and (",
        replace: 'const IS_FREE = `(',
      },
    ],
    test: { file: FORCED, title: 'what has ended is not begun again, and what another is at is left alone' },
  },
  {
    name: 'state guard of publish',
    without: 'who stood still brings an article back from quarantine',
    patches: [
      {
        file: 'packages/store/src/clusterer/publish.ts',
        find: " where i.state in ('accepted', 'published')\n order by",
        replace: ' order by',
      },
    ],
    test: { file: FORCED, title: 'who stood still while its article was quarantined does not bring it back' },
  },
  {
    name: 'solo failures',
    without: 'a poison article takes others into quarantine',
    patches: [
      {
        file: BATCH,
        find: `  for (const id of aloneIds) {
    const runOne = (): Promise<void> => runAlone(deps, id);
    await (gate ? gate.alone(runOne) : runOne());
  }`,
        replace: '  await Promise.all(aloneIds.map((id) => runAlone(deps, id)));',
      },
    ],
    test: {
      file: QUARANTINE,
      title: 'an article that takes the process down costs those that wait behind it no attempt',
    },
  },
  {
    name: 'attempt counter',
    without: 'a poison article is tried for ever',
    patches: [
      {
        file: CLAIM,
        find: '         attempts = i.attempts + $3::int,\n',
        replace: '',
      },
    ],
    test: {
      file: QUARANTINE,
      title: 'one that fails in a batch is quarantined alone, the others are clustered',
    },
  },
  {
    name: 'publish commits before search',
    without: 'of two that come at once neither finds the other: a split',
    patches: [
      {
        file: 'packages/store/src/clusterer/publish.ts',
        find: `  algorithm: AlgorithmVersion,
): Promise<Map<string, number>> {
  const publish =`,
        replace: `  algorithm: AlgorithmVersion,
  beforeCommit: (ids: Map<string, number>, client: Client) => Promise<void>,
): Promise<Map<string, number>> {
  const publish =`,
      },
      {
        file: 'packages/store/src/clusterer/publish.ts',
        find: '    return fingerprintIds;\n  };',
        replace: '    await beforeCommit(fingerprintIds, client);\n    return fingerprintIds;\n  };',
      },
      {
        file: BATCH,
        find: `    publishArticles(deps.pool, publications, algorithm),
  );`,
        replace: `    publishArticles(deps.pool, publications, algorithm, async (published, client) => {
      early = await searchPairs(
        { pool: client as never, texts: new TextCache(), algorithm },
        publications.map((publication) => toPublished(publication, published)),
      );
      await deps.observe?.('after_search', [...published.keys()]);
    }),
  );`,
      },
      {
        file: BATCH,
        find: '  const algorithm = await readAlgorithmInForce(deps.pool);\n',
        replace: '  const algorithm = await readAlgorithmInForce(deps.pool);\n  let early: unknown;\n',
      },
      {
        file: BATCH,
        find: '  await unitePublications(deps, published, fingerprintIds, { algorithm });\n',
        replace:
          '  await unitePublications({ ...deps, early } as never, published, fingerprintIds, { algorithm });\n',
      },
      {
        file: BATCH,
        find: '      published,\n      input:',
        replace:
          '      published,\n      ...{ early: (deps as never as { early: unknown }).early },\n      input:',
      },
      {
        file: BATCH,
        find: "import type { KnownSharers, Published } from './search-pairs.ts';",
        replace: "import { searchPairs, type KnownSharers, type Published } from './search-pairs.ts';",
      },
      {
        file: 'services/clusterer/src/unite-in-force.ts',
        find: `    const found = await meter.time('search', () =>
      searchPairs({ pool, texts, algorithm: inForce, knownSharers }, work.published),
    );`,
        replace: `    const found = (work as never as { early: SearchResult }).early ?? (await searchPairs({ pool, texts, algorithm: inForce }, work.published));`,
      },
    ],
    test: {
      file: FORCED,
      title: 'of two that come at once, who publishes after the other has searched finds it',
    },
  },
  {
    name: 'ids are settled when their writers have ended',
    without: 'an import does not find what was long under way: a split',
    patches: [
      {
        file: HELD,
        find: 'const isSettled = [...waiting.writers].every((writer) => !mark.writers.has(writer));',
        replace: 'const isSettled = waiting.writers.size >= 0;',
      },
    ],
    test: {
      file: HELD_TEST,
      title: 'of many that overlap and end in another order, or never, none is missed',
    },
  },
  {
    name: 'an import reads what others published',
    without: 'an import finds what it published itself and nothing else: a split',
    patches: [{ file: HELD, find: '    await this.readNews(client);\n', replace: '' }],
    test: {
      file: HELD_TEST,
      title:
        'it answers as Postgres does: what was there, what it published and what others did, across months',
    },
  },
  {
    name: 'memory is asked once',
    without: 'an import meets a text that was erased until it gives up',
    patches: [
      {
        file: 'services/clusterer/src/archive/run-batches.ts',
        find: '      stillKnown = {};\n',
        replace: '',
      },
    ],
    test: {
      file: 'test/integration/archive-memory.test.ts',
      title:
        'a text that memory still names and that was erased meanwhile is searched for again, by Postgres',
    },
  },
];

import type { Guard } from './guard.ts';

const COMPONENTS = 'packages/store/src/clusterer/components.ts';
const ERASE_RACES = 'test/integration/erase-races.test.ts';
const PUBLISH = 'packages/store/src/clusterer/publish.ts';
const FORCED = 'test/integration/interleavings.test.ts';
const LOCK =
  'const LOCK_ROOTS = `select id from components where id = any ($1::bigint[]) order by id for no key update`;';
const JOINS = 'who joins a story while another does waits for its commit, and reads what it wrote';

/** Publish and unite, in the store. */
export const STORE_GUARDS: readonly Guard[] = [
  {
    name: 'ON CONFLICT of fingerprints',
    without: 'the second article of a text is never clustered',
    patches: [
      {
        file: PUBLISH,
        find: ' order by n.text_hash, n.headline_hash, n.day\non conflict do nothing`',
        replace: ' order by n.text_hash, n.headline_hash, n.day`',
      },
    ],
    test: { file: FORCED, title: 'two articles of the same words share what is stored of them' },
  },
  {
    name: 'component locks',
    without: 'of two that join a story at once one is not counted',
    patches: [{ file: COMPONENTS, find: LOCK, replace: LOCK.replace(' for no key update', '') }],
    test: {
      file: FORCED,
      title: 'who tells a story in the same words while another does waits for its commit, and counts it',
    },
  },
  {
    name: 'order of the locks',
    without: 'two that unite the same components wait for each other',
    patches: [{ file: COMPONENTS, find: LOCK, replace: LOCK.replace('order by id', 'order by id desc') }],
    test: { file: FORCED, title: 'components are locked in ascending order' },
  },
  {
    name: 'look again after the lock',
    without: 'an article joins a component that is gone: a split',
    patches: [
      {
        file: COMPONENTS,
        find: `  if (locked.length < wanted.length) return null;
  const after = await readRoots(client, sorted);
  for (const [id, component] of after) if (before.get(id) !== component) return null;
  return after;`,
        replace: '  return locked.length < 0 ? null : before;',
      },
    ],
    test: { file: FORCED, title: 'who waited for a component that was merged meanwhile goes where it went' },
  },
  {
    name: 'reading after the lock (READ COMMITTED)',
    without: 'a decision is made of what stood before the lock',
    patches: [
      {
        file: 'packages/store/src/transaction.ts',
        find: 'await client.query(begin);',
        replace: "await client.query(begin.replace('begin', 'begin isolation level repeatable read'));",
      },
    ],
    test: { file: FORCED, title: JOINS },
  },
  {
    name: 'search again where a neighbour is gone',
    without: 'what lost its neighbour after its search is decided by that search',
    patches: [
      {
        file: 'packages/store/src/clusterer/unite.ts',
        find: 'const isGone = input.joins.some(([a, b]) => !componentOf.has(a) || !componentOf.has(b));',
        replace: 'const isGone = input.joins.length < 0;',
      },
    ],
    test: { file: FORCED, title: 'who searched before its neighbour was quarantined searches again' },
  },
  {
    name: 'state guard of unite',
    without: 'what was quarantined meanwhile counts as clustered',
    patches: [
      {
        file: 'packages/store/src/clusterer/write-decision.ts',
        find: "   where i.state = 'published'\n   order by i.id",
        replace: '   order by i.id',
      },
    ],
    test: {
      file: FORCED,
      title: 'who had searched when its article was quarantined does not count it as clustered',
    },
  },
  {
    name: 'silent connections are given up',
    without: 'a Postgres that is gone without a word holds intake for ever',
    patches: [
      {
        file: 'packages/store/src/pool.ts',
        find: 'query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,',
        replace: 'query_timeout: ANSWER_GRACE_MS * 0,',
      },
    ],
    test: {
      file: 'test/integration/silent-postgres.test.ts',
      title:
        'a Postgres that is gone without a word is given up, and the next request gets another connection',
    },
  },
  {
    name: 'a lost answer is looked for',
    without: 'an import takes its own batch, committed and not answered, for that of another run, and ends',
    patches: [
      {
        file: 'packages/store/src/archive/take-archive.ts',
        find: 'batch.isTriedAgain === true ?',
        replace: 'batch.items.length < 0 ?',
      },
    ],
    test: {
      file: 'test/integration/archive-answer-lost.test.ts',
      title:
        'a batch that is committed and whose answer gets lost is told as taken, by the same run, and united',
    },
  },
  {
    name: 'erasing waits for the search index',
    without: 'the index keeps a text that it had read just before it was erased',
    patches: [
      {
        file: 'packages/store/src/erasing/erase-item.ts',
        find: '  await lockStoryTexts(client);\n',
        replace: '',
      },
    ],
    test: {
      file: 'test/integration/erase-while-indexed.test.ts',
      title: 'a text that is erased while it is put into the search index is not found there afterwards',
    },
  },
  {
    name: 'guid guard of publish',
    without: 'who stood still publishes what it had read of an item that was erased and released since',
    patches: [
      {
        file: PUBLISH,
        find: 'join article_identities i on (i.id, i.guid) = (n.id, n.guid)',
        replace: 'join article_identities i on i.id = n.id',
      },
    ],
    test: {
      file: ERASE_RACES,
      title: 'publishes nothing of an item that was erased in quarantine, and released from there',
    },
  },
  {
    name: 'erasing locks the versions',
    without: 'an item that is released from quarantine while it is erased is published with its text',
    patches: [
      {
        file: 'packages/store/src/erasing/erase-item.ts',
        find: 'where provider = $1 and guid = $2 order by id for update',
        replace: 'where provider = $1 and guid = $2 order by id',
      },
    ],
    test: {
      file: ERASE_RACES,
      title: 'an item that is released while it is erased is published without its text',
    },
  },
  {
    name: 'erasing waits for who writes from memory',
    without: 'an answer is kept that quotes an item which was erased while it was made',
    patches: [
      {
        file: 'packages/store/src/erasing/erase-item.ts',
        find: '  await beginErasing(client);\n',
        replace: '',
      },
    ],
    test: {
      file: 'test/integration/erase-memory.test.ts',
      title: 'nor one that is kept while the erasure commits',
    },
  },
];

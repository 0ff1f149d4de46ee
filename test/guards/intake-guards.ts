import type { Guard } from './guard.ts';

const ACCEPT = 'packages/store/src/intake/accept-submissions.ts';
const FORCED = 'test/integration/intake-interleavings.test.ts';
const QUEUE = 'test/contract/queue.test.ts';

/** From the request to the hint. */
export const INTAKE_GUARDS: readonly Guard[] = [
  {
    name: 'commit before the answer',
    without: 'a 202 for what a crash takes back',
    patches: [
      {
        file: ACCEPT,
        find: 'return await inTransaction(pool, (client) => acceptAll(client, items, options), { isByIndex: true });',
        replace: `return await new Promise((resolve, reject) => {
      inTransaction(pool, async (client) => {
        const results = await acceptAll(client, items, options);
        resolve(results);
        return results;
      }).catch(reject);
    });`,
      },
    ],
    test: { file: FORCED, title: 'nobody is told that an article is held before it is committed' },
  },
  {
    name: 'chain lock',
    without: 'two revisions that come at once get one version number',
    patches: [{ file: ACCEPT, find: ' order by c.provider, c.guid for no key update of c`', replace: '`' }],
    test: { file: FORCED, title: 'two revisions of one guid that come at once are two versions' },
  },
  {
    name: 'ON CONFLICT of chains',
    without: 'a guid that is known takes no second article',
    patches: [
      {
        file: ACCEPT,
        find: ' order by n.provider, n.guid\non conflict do nothing`',
        replace: ' order by n.provider, n.guid`',
      },
    ],
    test: { file: FORCED, title: 'two revisions of one guid that come at once are two versions' },
  },
  {
    name: 'sorted writes of intake',
    without: 'two batches with the same guids wait for each other',
    patches: [
      {
        file: ACCEPT,
        find: ' order by n.provider, n.guid\non conflict do nothing`',
        replace: ' order by n.provider desc, n.guid desc\non conflict do nothing`',
      },
    ],
    test: { file: FORCED, title: 'articles of several guids are taken in in the order of their guids' },
  },
  {
    name: 'finished jobs go',
    without: 'a hint for an article that had one before vanishes',
    patches: [
      {
        file: 'packages/queue/src/job.ts',
        find: 'return { jobId: articleId, removeOnComplete: true, removeOnFail: true };',
        replace: 'return { jobId: articleId, removeOnComplete: false, removeOnFail: true } as never;',
      },
    ],
    test: {
      file: QUEUE,
      title:
        'a hint for an article that waits already adds nothing, one for an article that ended is delivered again',
    },
  },
  {
    name: 'failed jobs go',
    without: 'a hint for an article whose job failed vanishes',
    patches: [
      {
        file: 'packages/queue/src/job.ts',
        find: 'return { jobId: articleId, removeOnComplete: true, removeOnFail: true };',
        replace: 'return { jobId: articleId, removeOnComplete: true, removeOnFail: false } as never;',
      },
    ],
    test: {
      file: QUEUE,
      title: 'a job that fails is gone, so that the sweeper can announce its article again',
    },
  },
];

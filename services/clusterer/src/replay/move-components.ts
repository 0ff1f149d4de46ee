import { RULE } from '@writethru/clustering';
import { AppError, type LeadPolicy } from '@writethru/domain';
import type { ShingleSeed } from '@writethru/fingerprint';
import {
  findMovingReplay,
  listComponentTexts,
  refingerprintComponents,
  uniteArticles,
  type Pool,
} from '@writethru/store';

import { readAlgorithmInForce } from '../algorithm-in-force.ts';
import { decideRows } from '../decide-rows.ts';
import { pairUp } from '../pair-up.ts';
import { prepareArticle } from '../prepare.ts';
import { searchPairs } from '../search-pairs.ts';
import { TextCache } from '../text-cache.ts';

export interface MoveDeps {
  pool: Pool;
  seed: ShingleSeed;
  /** Left out: none are kept from call to call. */
  texts?: TextCache;
  /** Default `latest_full`. */
  leadPolicy?: LeadPolicy;
  /** Milliseconds since the epoch. Default: the machine's clock. */
  now?: () => number;
  observe?: (point: 'in_move', articleIds: readonly string[]) => Promise<void>;
}

/** Far more components than ever hung together. */
const MAX_ROUNDS = 200;

/**
 * Moves the components of the given texts to the algorithm version in force: all their articles are searched for and
 * decided anew in one transaction, so each component stands under one version at any moment, and a crash leaves it
 * under the old or under the new one. Components of another version that they turn out to be joined to go along.
 * A component that can't be read anew stays; answers its texts.
 * Throws AppError as `searchPairs` and `uniteArticles` do.
 */
export async function moveComponents(deps: MoveDeps, fingerprintIds: Iterable<number>): Promise<number[]> {
  const { pool, texts: cache = new TextCache() } = deps;
  const wanted = new Set(fingerprintIds);
  const unreadable = new Set<number>();
  const nowMs = (deps.now ?? Date.now)();
  const leadPolicy = deps.leadPolicy ?? 'latest_full';
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const algorithm = await readAlgorithmInForce(pool);
    const replay = await findMovingReplay(pool, algorithm.id);
    const prepare = (article: Parameters<typeof prepareArticle>[0]) => prepareArticle(article, deps.seed);
    const stays = await refingerprintComponents(pool, [...wanted], algorithm, prepare, 'instead');
    for (const id of stays) {
      unreadable.add(id);
      wanted.delete(id);
    }
    const texts = await listComponentTexts(pool, [...wanted], algorithm);
    if (texts.length === 0) return [...unreadable];
    const search = { pool, texts: cache, algorithm };
    const { links, joins, candidateCounts } = await searchPairs(search, texts, true);
    const ids = new Set(texts.map(({ fingerprint }) => fingerprint.id));
    const { outdatedIds } = await uniteArticles(
      pool,
      {
        articles: [],
        links,
        joins: joins.filter(([a, b]) => !unreadable.has(a) && !unreadable.has(b)),
        pairUp: (db, parts) => pairUp({ texts: cache, db, algorithm }, parts, links),
        revisited: [...ids],
        algorithm,
        ...(deps.observe && {
          beforeCommit: () =>
            deps.observe!(
              'in_move',
              texts.map(({ id }) => id),
            ),
        }),
        move: {
          fingerprintIds: ids,
          minSharedKeys: RULE.minSharedKeys,
          candidateCounts,
          replayId: replay?.id ?? null,
          reverts: replay?.reverts ?? null,
        },
      },
      (snapshot) => decideRows(snapshot, { nowMs, leadPolicy, because: { cause: 'replay' } }),
    );
    if (outdatedIds.length === 0) return [...unreadable];
    for (const id of outdatedIds) wanted.add(id);
  }
  throw new AppError('unavailable', 'A component grew each time before it could be moved.');
}

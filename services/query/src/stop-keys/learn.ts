import { RULE } from '@writethru/clustering';
import { ALGORITHM } from '@writethru/domain';
import {
  findNewestVersion,
  getActiveAlgorithm,
  listCommonKeys,
  listStopKeys,
  listTextDays,
  measureReach,
  registerStopKeys,
  type CommonKey,
  type Pool,
} from '@writethru/store';

/** The boilerplate of today, not that of years ago; and an answer within minutes from a store of any age. */
const MAX_DAYS = 60;
const MAX_NAMED = 10;

/** A stop-key table that was learned. */
export interface LearnedStopKeys {
  /** Null where a dry run would have made the version. */
  algorithmVersion: number | null;
  isNew: boolean;
  isInForce: boolean;
  keys: number;
  texts: number;
  touchedTexts: number;
  bareTexts: number;
  commonest: { stories: number; articleId: string }[];
}

/**
 * Finds the keys that texts of more than `limit` stories carry within one window, and registers an algorithm version
 * with these as its stop keys, unless the newest version has just this table or it is a dry run.
 * Throws AppError `conflict` where another is registered at the same moment.
 */
export async function learnStopKeysOf(
  pool: Pool,
  options: { isDryRun: boolean; limit: number },
): Promise<LearnedStopKeys> {
  const days = (await listTextDays(pool)).slice(-MAX_DAYS);
  const common = new Map<number, CommonKey>();
  for (const day of days) {
    const window = {
      day,
      limit: options.limit,
      windowDays: RULE.windowDays,
      fingerprintVersion: ALGORITHM.id,
    };
    for (const found of await listCommonKeys(pool, window)) {
      if (found.stories > (common.get(found.key)?.stories ?? 0)) common.set(found.key, found);
    }
  }
  const reach = { texts: 0, touchedTexts: 0, bareTexts: 0 };
  for (const day of days) {
    const { texts, touched, bare } = await measureReach(pool, day, common.keys(), ALGORITHM.id);
    reach.texts += texts;
    reach.touchedTexts += touched;
    reach.bareTexts += bare;
  }
  const newest = await findNewestVersion(pool, ALGORITHM.id);
  const isNew = !isSame(await listStopKeys(pool, newest), common);
  const made = isNew && !options.isDryRun ? await registerStopKeys(pool, common.keys()) : null;
  const algorithmVersion = isNew ? made : newest;
  return {
    algorithmVersion,
    isNew,
    isInForce: algorithmVersion === (await getActiveAlgorithm(pool)).id,
    keys: common.size,
    ...reach,
    commonest: [...common.values()]
      .sort((a, b) => b.stories - a.stories || a.key - b.key)
      .slice(0, MAX_NAMED)
      .map(({ stories, articleId }) => ({ stories, articleId })),
  };
}

function isSame(held: ReadonlySet<number>, found: ReadonlyMap<number, CommonKey>): boolean {
  return held.size === found.size && [...found.keys()].every((key) => held.has(key));
}

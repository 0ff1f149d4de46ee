import { AppError } from '@writethru/domain';

import type { AlgorithmVersion } from '../algorithm.ts';
import type { Client, Db, Pool } from '../pool.ts';
import { insertAlertMatches, type AlertMatchRow } from './article-heads.ts';
import { dropStaleLinks, recallFormerStories, recordMove, type VersionMove } from '../replay/record-move.ts';
import { readOutdated, setComponentVersions } from './component-versions.ts';
import { mergeComponents, type FingerprintRef } from './components.ts';
import { dropRequests } from './reunite-requests.ts';
import { readSnapshot, type ComponentSnapshot } from './snapshot.ts';
import { underComponentLocks } from './under-locks.ts';
import { writeDecision, type DecisionRows } from './write-decision.ts';

/** A pair of fingerprints to be kept, `a < b`. */
export interface LinkRow {
  a: number;
  b: number;
  isCandidate: boolean;
  shared: number;
  aLeadInB: number;
  bLeadInA: number;
  sharedNumbers: number;
  sharedHeadlineWords: number;
}

export interface UniteInput {
  /** The articles that this call ends, each with the fingerprint that it was published under, and its candidates. */
  articles: readonly { id: string; fingerprintId: number; candidateCount: number }[];
  /** The pairs that connect, and those to be kept though their ends may be in two components. */
  links: readonly LinkRow[];
  /** Alerts and what they hang under: found by the same search, and written with what it ends. */
  alertMatches?: readonly AlertMatchRow[];
  /** Pairs of fingerprints whose components become one. */
  joins: readonly (readonly [number, number])[];
  /** The pairs to be kept between texts of different parts, of what is about to be one component. */
  pairUp: (db: Db, parts: readonly (readonly FingerprintRef[])[]) => Promise<LinkRow[]>;
  /** Fingerprints whose components are to be decided anew, though no article of theirs is ended. */
  revisited?: readonly number[];
  /** The requests that this call answers: gone with its commit. */
  requestIds?: readonly number[];
  /** The version that was searched under. */
  algorithm: AlgorithmVersion;
  /** Set where components of another version are moved to this one. */
  move?: VersionMove;
  /** Called when all is written and nothing is committed: where a crash test steps in. */
  beforeCommit?: () => Promise<void>;
}

export interface UniteResult {
  /** How often a root had moved between reading and locking it. */
  retries: number;
  /** Articles that were marked clustered. */
  clusteredIds: string[];
  /**
   * Where it is not empty, nothing was written: these texts are in components that were decided under another version,
   * and have to be moved first.
   */
  outdatedIds: number[];
}

/** A component was decided under another version. */
class Outdated extends Error {
  readonly fingerprintIds: number[];

  constructor(fingerprintIds: number[]) {
    super('A component stands under another algorithm version.');
    this.fingerprintIds = fingerprintIds;
  }
}

/** Turns what is known of one component, read under its lock, into what is to be written. Pure, may run again. */
export type Decide = (snapshot: ComponentSnapshot) => DecisionRows;

/**
 * Unite: locks the components that the joins touch, and nothing else, in one statement, ascending; makes them one
 * where joined; reads articles, pairs and constraints anew under the lock; writes what `decide` makes of them; marks
 * the articles clustered; commits. Where a component moved before it could be locked, all is rolled back and begun
 * again. Repeating it changes nothing but the ids of events.
 * Throws AppError as `queryRows` does, `unavailable` too where a fingerprint is gone that the search had found or the
 * version is not active any more, and whatever `decide` throws; in each case nothing was written.
 */
export async function uniteArticles(pool: Pool, input: UniteInput, decide: Decide): Promise<UniteResult> {
  const touched = new Set(input.articles.map((article) => article.fingerprintId));
  for (const id of input.revisited ?? []) touched.add(id);
  for (const [a, b] of input.joins) touched.add(a).add(b);
  try {
    const { result, retries } = await underComponentLocks(pool, touched, (client, componentOf) =>
      uniteLocked(client, componentOf, input, decide),
    );
    return { retries, clusteredIds: result, outdatedIds: [] };
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    return { retries: 0, clusteredIds: [], outdatedIds: error.fingerprintIds };
  }
}

async function uniteLocked(
  client: Client,
  componentOf: ReadonlyMap<number, number>,
  input: UniteInput,
  decide: Decide,
): Promise<string[]> {
  const isGone = input.joins.some(([a, b]) => !componentOf.has(a) || !componentOf.has(b));
  // What the one that is gone stood between may have to be joined directly, and only a new search finds that.
  if (isGone) throw new AppError('unavailable', 'A neighbour was quarantined since the search.');
  const { algorithm, move } = input;
  const outdated = await readOutdated(client, [...new Set(componentOf.values())], algorithm);
  const unsearched = outdated.fingerprintIds.filter((id) => !move?.fingerprintIds.has(id));
  if (unsearched.length > 0) throw new Outdated(unsearched);
  await insertAlertMatches(client, input.alertMatches ?? []);
  const { components, merged } = await mergeComponents(client, componentOf, input.joins);
  if (outdated.componentIds.length > 0) await setComponentVersions(client, components, algorithm.id);
  if (move !== undefined) await dropStaleLinks(client, move, algorithm.id);
  // A pair counts from when its ends are in one component; so nobody stores what a crowd of strangers has in common.
  const links = [...input.links];
  for (const parts of merged) links.push(...(await input.pairUp(client, parts)));
  const articleIds = input.articles.map((article) => article.id);
  const { fingerprintVersion } = algorithm;
  const snapshots = await readSnapshot(client, components, { links, articleIds, fingerprintVersion });
  if (move !== undefined && move.reverts !== null) await recallFormerStories(client, snapshots, move.reverts);
  const decisions = snapshots.map((snapshot) => ({ snapshot, rows: decide(snapshot) }));
  if (input.requestIds !== undefined) await dropRequests(client, input.requestIds);
  if (move !== undefined) await recordMove(client, move, decisions);
  const clusteredIds = await writeDecision(client, decisions, input.articles);
  await input.beforeCommit?.();
  return clusteredIds;
}

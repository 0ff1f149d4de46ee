import { RULE } from '@writethru/clustering';
import { readShingleSeed } from '@writethru/fingerprint';
import { getActiveAlgorithm, openImport, openPool, type Pool } from '@writethru/store';

import type { ArchiveEntry } from '../../../services/clusterer/src/archive/gather-batches.ts';
import { HeldKeys } from '../../../services/clusterer/src/archive/held-keys.ts';
import { openHere } from '../../../services/clusterer/src/archive/open-ports.ts';
import { runImport } from '../../../services/clusterer/src/archive/run-import.ts';
import { runLane } from '../../../services/clusterer/src/archive/run-lane.ts';
import { spreadBatches, type LanePort } from '../../../services/clusterer/src/archive/spread-batches.ts';
import { until } from '../until.ts';
import type { ClustererPoint } from '../../../services/clusterer/src/process-batch.ts';

export interface MortalImportOptions {
  databaseUrl: string;
  /** Of the test, for ending the sessions of the one that dies. */
  pool: Pool;
  /** JSON of articles, in the order of the file. */
  lines: readonly string[];
  maxPieces: number;
  /** That run the batches side by side. */
  lanes: number;
  /** Where it is killed, each once. */
  kills: ClustererPoint[];
}

/**
 * Runs the import of one file, and dies at each of the marked points as a kill -9 would have it: what it was at goes no
 * further, its sessions are cut, and another run goes on. Answers how many runs it took.
 */
export async function runMortalImport(options: MortalImportOptions): Promise<number> {
  const kills = [...options.kills];
  for (let runs = 1; ; runs++) if (await runOnce(options, kills, `mortal-import-${runs}`)) return runs;
}

/** Whether it came to its end. */
async function runOnce(
  { databaseUrl, pool, lines, maxPieces, lanes }: MortalImportOptions,
  kills: ClustererPoint[],
  name: string,
): Promise<boolean> {
  const sessions = openPool(databaseUrl, { maxConnections: 5, applicationName: name, onIdleError: () => {} });
  const { seed } = await getActiveAlgorithm(pool);
  const { id, piecesDone, isDone } = await openImport(pool, { key: 'ab'.repeat(32), name: 'archive.jsonl' });
  // Batches overlap: whatever else this run is at goes no further either.
  let isDead = false;
  let die: () => void = () => {};
  const death = new Promise<'dead'>((resolve) => (die = () => resolve('dead')));
  const held = new HeldKeys({ pool: sessions, windowDays: RULE.windowDays });
  const deps = {
    pool: sessions,
    findSharers: (...asked: Parameters<HeldKeys['findSharers']>) => held.findSharers(...asked),
    seed: readShingleSeed(seed),
    log: { warn: () => {}, error: () => {} },
    maxAttempts: 1_000,
    leaseMs: 1_000,
    defaults: {},
    maxBytes: 1_000_000,
    observe: async (point: ClustererPoint) => {
      const due = kills.indexOf(point);
      if (due < 0 && !isDead) return;
      if (!isDead) kills.splice(due, 1);
      isDead = true;
      die();
      await new Promise(() => {});
    },
  };
  const report = (): void => {};
  const openLane = (): LanePort => openHere((port) => runLane(port, deps));
  const work = runImport(
    {
      ...deps,
      maxPieces,
      startOf: () => piecesDone,
      report,
      ...(lanes > 1 && {
        spread: { lanes, run: (batches) => spreadBatches(batches, { count: lanes, openLane, report }) },
      }),
    },
    // As the command does, which sends nothing of a file that is done.
    isDone ? entriesOf([], null) : entriesOf(lines.slice(piecesDone), id),
  );
  if ((await Promise.race([work, death])) !== 'dead') {
    await held.close();
    await sessions.end();
    return true;
  }
  work.catch(() => {});
  // What has not met a point yet would open a session after the others are cut, and keep its locks until that idles out.
  void sessions.end();
  await until(async () => {
    const { rows } = await pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()',
      [name],
    );
    return rows.length === 0;
  });
  return false;
}

async function* entriesOf(lines: readonly string[], importId: number | null): AsyncGenerator<ArchiveEntry> {
  if (importId === null) return;
  const reading = { kind: 'json', format: null } as const;
  for (const [at, text] of lines.entries())
    yield await Promise.resolve({
      piece: { importId, file: 'archive', position: at + 1, reading, bytes: Buffer.from(text) },
    });
  yield { importId, isEnd: true };
}

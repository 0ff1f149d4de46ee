/**
 * Puts archives into the store of DATABASE_URL and clusters them: the far end of `writethru import`, which reads the
 * files. Frames come by standard input, see `archive/read-frames.ts`; what becomes of them is said by the channel of the
 * parent process. Ends with 1 where that can't be done.
 */
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

import { RULE } from '@writethru/clustering';
import { AppError } from '@writethru/domain';
import { giveWay, loadServiceConfig } from '@writethru/runtime';
import { openImport } from '@writethru/store';

import type { ArchiveDefaults } from './archive/archive-piece.ts';
import type { ArchiveEntry } from './archive/gather-batches.ts';
import { HeldKeys, type FindSharers } from './archive/held-keys.ts';
import { makeLaneDeps, type LaneData } from './archive/lane-deps.ts';
import { openHere, openThread } from './archive/open-ports.ts';
import { readFrames } from './archive/read-frames.ts';
import { retryTransient } from './archive/retry-transient.ts';
import type { TakenStep } from './archive/run-batches.ts';
import { runImport } from './archive/run-import.ts';
import { runLane } from './archive/run-lane.ts';
import { spreadBatches } from './archive/spread-batches.ts';

const TEXTS_BYTES = 256 * 2 ** 20;
/** More would wait for their turn to take: that is one after the other. */
const MAX_LANES = 4;

// Of a run of hours, and not of a service that has to stay small: a batch's garbage is cheaper in large heaps.
setFlagsFromString('--heap-growing-percent=200');

const tell = (message: Record<string, unknown>): void => void process.send?.(message);

try {
  const { lanes, isTakeOnly, ...defaults } = JSON.parse(process.argv.at(-1) ?? '{}') as ArchiveDefaults & {
    lanes?: number;
    isTakeOnly?: boolean;
  };
  const count = lanes ?? Math.min(MAX_LANES, availableParallelism());
  const laneData: Omit<LaneData, 'searchPort'> = {
    defaults,
    textsBytes: TEXTS_BYTES / count,
    isTakeOnly: isTakeOnly === true,
  };
  const config = loadServiceConfig(process.env);
  giveWay(config.clustererNiceness);
  const shared = await makeLaneDeps(config, laneData);
  const { pool } = shared;
  const held = new HeldKeys({ pool, windowDays: RULE.windowDays });
  const findSharers: FindSharers = (texts, algorithm) => held.findSharers(texts, algorithm);
  const deps = { ...shared, findSharers };
  const starts = new Map<number, number>();
  let isEnded = false;
  const entries = async function* (): AsyncGenerator<ArchiveEntry> {
    let open = { id: 0, file: '' };
    for await (const { header, bytes } of readFrames(process.stdin)) {
      if (header.kind === 'open') {
        const archive = { key: header.key, name: header.file };
        const held = await retryTransient(deps.log, () => openImport(pool, archive));
        open = { id: held.id, file: header.file };
        starts.set(held.id, held.piecesDone);
        tell({ kind: 'opened', ...held });
      } else if (header.kind === 'piece') {
        const { position, reading, guid } = header;
        yield { piece: { importId: open.id, file: open.file, position, reading, guid, bytes } };
      } else if (header.kind === 'close') yield { importId: open.id, isEnd: true };
      else {
        isEnded = true;
        return;
      }
    }
  };
  const report = ({ accepted, repeated, refused, leftovers }: TakenStep): void => {
    for (const note of refused) tell({ kind: 'refused', ...note });
    tell({ kind: 'step', accepted, repeated, refused: refused.length, leftovers });
  };
  await runImport(
    {
      ...deps,
      report,
      startOf: (importId) => starts.get(importId) ?? 0,
      ...(count > 1 && {
        spread: {
          lanes: count,
          run: (batches) =>
            spreadBatches(batches, {
              count,
              report,
              openLane: (at) =>
                at === 0 ? openHere((port) => runLane(port, deps)) : openThread(laneData, findSharers),
            }),
        },
      }),
    },
    entries(),
  );
  await held.close();
  await pool.end();
  if (!isEnded) throw new AppError('malformed', 'The files broke off.');
  tell({ kind: 'done' });
  process.disconnect?.();
  process.stdin.destroy();
} catch (error) {
  const message = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  // At once, whatever a lane is still at: what is not committed is rolled back.
  if (process.send === undefined) process.exit(1);
  process.send(message, () => process.exit(1));
}

/** One lane of an import, in a thread that `archive/open-ports.ts` starts. */
import { parentPort, workerData } from 'node:worker_threads';

import { loadServiceConfig } from '@writethru/runtime';

import type { ArchiveDefaults } from './archive/archive-piece.ts';
import { makeLaneDeps } from './archive/lane-deps.ts';
import { runLane } from './archive/run-lane.ts';

/** What a thread is started with. */
export interface LaneData {
  defaults: ArchiveDefaults;
  textsBytes: number;
}

const { defaults, textsBytes } = workerData as LaneData;
const deps = await makeLaneDeps(loadServiceConfig(process.env), defaults, textsBytes);
await runLane(parentPort!, deps);
await deps.pool.end();
process.exit();

/** One lane of an import, in a thread that `archive/open-ports.ts` starts. */
import { parentPort, workerData } from 'node:worker_threads';

import { loadServiceConfig } from '@writethru/runtime';

import { makeLaneDeps, type LaneData } from './archive/lane-deps.ts';
import { runLane } from './archive/run-lane.ts';
import { searchByPort } from './archive/search-port.ts';

const data = workerData as LaneData;
const deps = await makeLaneDeps(loadServiceConfig(process.env), data);
await runLane(parentPort!, { ...deps, findSharers: searchByPort(data.searchPort) });
await deps.pool.end();
process.exit();

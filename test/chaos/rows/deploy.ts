import { ALGORITHM, newId } from '@writethru/domain';
import { listReplays, migrate, registerStopKeys, requestReplay } from '@writethru/store';

import { until } from '../../support/until.ts';
import { last, type Row } from '../row.ts';

/** What operators do on purpose. */
export const DEPLOY_ROWS: Row[] = [
  {
    name: 'rolling-deploy',
    fault: "one process after the other is ended by SIGTERM, and the product's own programs take their place",
    expected:
      'each ends with 0 and what it had begun is done; the client sends again where its connection broke',
    mayRefuse: true,
    async run({ stage }) {
      const harmed = [...stage.intakes, ...stage.clusterers];
      for (const service of harmed) {
        await service.replace({ isProduct: true }, 'SIGTERM');
        await service.ready();
      }
      const ends = [];
      for (const service of [...harmed, stage.query, stage.ops]) {
        ends.push(await service.replace({}, 'SIGTERM'));
        await service.ready();
      }
      const unclean = ends.filter((end) => end !== 0);
      if (unclean.length > 0) throw new Error(`SIGTERM ended processes with ${unclean.join(', ')}`);
    },
  },
  {
    name: 'migrated-meanwhile',
    fault: 'the migrator runs three times while articles come in',
    expected: 'it finds nothing to do, and holds nobody up',
    mayRefuse: false,
    async run({ stage }) {
      for (let run = 0; run < 3; run++) {
        await migrate(stage.postgres.databaseUrl);
        await last(500);
      }
    },
  },
  {
    name: 'replay-under-way',
    fault: 'the whole store is decided anew under another algorithm version while articles come in',
    expected: 'the stories end as if all had come after it',
    mayRefuse: false,
    async run({ stage, random }) {
      // A stop key that no text has: another version, and the same stories.
      await registerStopKeys(stage.pool, [Math.floor(random() * 2 ** 31)]);
      const id = newId();
      await requestReplay(stage.pool, {
        id,
        isDryRun: false,
        isForced: true,
        isRevert: false,
        fingerprintVersion: ALGORITHM.id,
        requestedBy: 'chaos',
      });
      await until(async () => {
        const replay = (await listReplays(stage.pool, 10)).find((one) => one.id === id);
        return replay?.endedAt !== null;
      }, 120_000);
    },
  },
];

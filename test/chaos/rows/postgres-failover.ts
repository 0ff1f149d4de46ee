import { makeSynchronous, promote } from '../../support/failover.ts';
import { last, type Row } from '../row.ts';
import { WAYS } from '../ways.ts';

const LONE_MS = 2_000;

/** The loss of a primary for good. */
export const POSTGRES_FAILOVER_ROWS: Row[] = [
  {
    name: 'postgres-failover',
    fault: 'the primary crashes and never comes back; its synchronous standby is promoted 2 s later',
    expected: 'intake answers 503 meanwhile, never 202; all go on by themselves at the new primary',
    mayRefuse: true,
    async run({ stage }) {
      const before = stage.postgres;
      const standby = await stage.openStandby();
      await makeSynchronous(before.databaseUrl);
      // What is answered 202 from here on, the standby has.
      await last(LONE_MS);
      await before.crash();
      await last(LONE_MS);
      await promote(standby.postgres.databaseUrl);
      await stage.moveTo(standby);
      const { port } = new URL(standby.postgres.databaseUrl);
      for (const way of WAYS)
        if (way.endsWith('-postgres')) for (const proxy of stage.ways.of(way)) proxy.turnTo(Number(port));
    },
  },
];

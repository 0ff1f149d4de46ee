import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { makeText } from '../../support/made-text.ts';
import type { Fault } from '../../support/processes/faulty-service.ts';
import { until } from '../../support/until.ts';
import type { Row, Scenery } from '../row.ts';

const TIMEOUT_MS = 150_000;
/** Little enough to be used up in a moment, and enough to work in. */
export const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=160' };

async function waitForQuarantine({ stage }: Scenery, articleId: string): Promise<void> {
  await until(async () => {
    const { rows } = await stage.pool.query<{ state: string }>(
      'select state from article_identities where id = $1',
      [articleId],
    );
    return rows[0]?.state === 'quarantined';
  }, TIMEOUT_MS);
}

/** An article that ends whichever process works on it, time and again. */
function deadly(name: string, fault: string, way: Fault['do'], ownEnv: Record<string, string>): Row {
  return {
    name,
    fault,
    expected: 'it alone is quarantined when it has done so several times; the others go on',
    mayRefuse: false,
    quarantined: ['poison'],
    async run(scenery) {
      const { stage, post } = scenery;
      const onlyFor = path.join(stage.folder, 'poison');
      rmSync(onlyFor, { force: true });
      for (const clusterer of stage.clusterers) {
        const harm = { at: 'after_publish', do: way, onlyFor };
        await clusterer.replace({ fault: harm, isFaultKept: true, ownEnv });
        await clusterer.ready();
        // Nobody is to be quicker than the line that says which one it is.
        clusterer.kill('SIGSTOP');
      }
      const id = await post('poison', makeText(4_200_000, 80));
      writeFileSync(onlyFor, id);
      for (const clusterer of stage.clusterers) clusterer.kill('SIGCONT');
      await waitForQuarantine(scenery, id);
      for (const clusterer of stage.clusterers) await clusterer.replace({});
    },
  };
}

/** Articles that can't be clustered. */
export const POISON_ROWS: Row[] = [
  {
    name: 'poison-throws',
    fault: 'one article makes every batch that it is in fail',
    expected: 'it alone is quarantined, with its reason',
    mayRefuse: false,
    quarantined: ['poison'],
    async run(scenery) {
      const { stage, post } = scenery;
      await stage.pool.query(`create or replace function chaos_poison() returns trigger language plpgsql as
        $$ begin raise exception 'a fault of the test'; end $$`);
      await stage.pool
        .query(`create or replace trigger chaos_poison before update on article_identities for each row
        when (new.guid like '%-poison' and new.state = 'published') execute function chaos_poison()`);
      const id = await post('poison', makeText(4_100_000, 80));
      await waitForQuarantine(scenery, id);
      await stage.pool.query('drop trigger chaos_poison on article_identities');
    },
  },
  deadly('poison-kills', 'one article ends every clusterer that works on it, at once (kill -9)', 'kill', {}),
  deadly(
    'poison-exhausts-memory',
    'one article takes every clusterer that works on it all memory, until it is aborted',
    'exhaust',
    SMALL_HEAP,
  ),
];

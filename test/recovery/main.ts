/**
 * npm run recovery -- [--articles N] [--per-second N] [--seed N]
 * Backups of a store that works, restored elsewhere: see docs/recovery.md. The last line is all of it as JSON. Ends with 1
 * where a restored store is not what the source was, and with 0, loudly, where this machine has no Postgres with its
 * tools. Needs redis-server and Linux.
 */
import { parseArgs } from 'node:util';

import { findPostgresTools } from './find-tools.ts';
import { rehearse } from './rehearse.ts';
import { writeRehearsal } from './report.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    articles: { type: 'string', default: '400' },
    'per-second': { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
});

const tools = findPostgresTools();
if (tools === null) {
  console.error(
    '*** SKIPPED: no Postgres with pg_dump, pg_restore and pg_basebackup is on this machine. ***',
  );
} else {
  console.log(`${tools.version}, in ${tools.bin}`);
  const rehearsal = await rehearse({
    tools,
    articles: Number(values.articles),
    articlesPerSecond: Number(values['per-second']),
    seed: Number(values.seed),
    onStep: (step) => console.log(step),
  });
  console.log(writeRehearsal(rehearsal));
  console.log(JSON.stringify(rehearsal));
  process.exit(rehearsal.restored.every(({ findings }) => findings.length === 0) ? 0 : 1);
}

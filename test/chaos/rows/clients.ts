import { connect, type Socket } from 'node:net';

import { openProducer } from '@writethru/queue';

import { makeText } from '../../support/made-text.ts';
import { until } from '../../support/until.ts';
import { last, type Row } from '../row.ts';

const SLOW_CLIENTS = 200;
const SLOW_MS = 6_000;

/** What articles and clients do to us. */
export const CLIENT_ROWS: Row[] = [
  {
    name: 'slow-clients',
    fault: '200 clients begin a request, and send a byte a second from then on',
    expected: 'all others are served as ever',
    mayRefuse: false,
    async run({ stage }) {
      const sockets: Socket[] = [];
      for (let at = 0; at < SLOW_CLIENTS; at++) {
        const url = new URL(stage.intakeUrls[at % stage.intakeUrls.length]!);
        const socket = connect(Number(url.port), url.hostname);
        socket.on('error', () => {});
        socket.write(
          `POST /v1/articles HTTP/1.1\r\nHost: chaos\r\nAuthorization: Bearer ${stage.key}\r\n` +
            'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
        );
        sockets.push(socket);
      }
      for (let second = 0; second < SLOW_MS / 1_000; second++) {
        await last(1_000);
        for (const socket of sockets) if (!socket.destroyed) socket.write(' ');
      }
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    name: 'hints-twice',
    fault: 'every article is hinted at again and again, finished or not',
    expected: 'each has one effect',
    mayRefuse: false,
    async run({ stage, prefix }) {
      const producer = openProducer({
        backend: { kind: 'redis', redisUrl: stage.redis.url },
        onError: () => {},
      });
      for (let round = 0; round < 20; round++) {
        const { rows } = await stage.pool.query<{ id: string }>(
          'select id from article_identities where starts_with(guid, $1) order by received_at desc limit 200',
          [prefix],
        );
        await producer.announce(rows.map((row) => row.id));
        await last(200);
      }
      await producer.close();
    },
  },
  {
    name: 'poison-throws',
    fault: 'one article makes every batch that it is in fail',
    expected: 'it alone is quarantined, with its reason',
    mayRefuse: false,
    quarantined: ['poison'],
    async run({ stage, post }) {
      await stage.pool.query(`create or replace function chaos_poison() returns trigger language plpgsql as
        $$ begin raise exception 'a fault of the test'; end $$`);
      await stage.pool
        .query(`create or replace trigger chaos_poison before update on article_identities for each row
        when (new.guid like '%-poison' and new.state = 'published') execute function chaos_poison()`);
      const id = await post('poison', makeText(4_100_000, 80));
      await until(async () => {
        const { rows } = await stage.pool.query<{ state: string }>(
          'select state from article_identities where id = $1',
          [id],
        );
        return rows[0]!.state === 'quarantined';
      }, 90_000);
      await stage.pool.query('drop trigger chaos_poison on article_identities');
    },
  },
];

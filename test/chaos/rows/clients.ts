import { connect, type Socket } from 'node:net';

import { openProducer } from '@writethru/queue';

import { until } from '../../support/until.ts';
import { last, type Row } from '../row.ts';
import { sendHugeBodies } from './huge-bodies.ts';

const SLOW_CLIENTS = 200;
/** A client has ten seconds for its headers; a busy machine takes its time. */
const CUT_OFF_WITHIN_MS = 60_000;

/** What clients and the queue do to us. */
export const CLIENT_ROWS: Row[] = [
  {
    name: 'slow-clients',
    fault: '200 clients of intakes, query and ops begin a request, and send a byte a second from then on',
    expected: 'all others are served as ever; who has not sent its headers after 10 s is cut off',
    mayRefuse: false,
    async run({ stage }) {
      const urls = [...stage.intakeUrls, stage.queryUrl, stage.opsUrl];
      const open = (count: number, begin: string): Socket[] =>
        Array.from({ length: count }, (_one, at) => beginRequest(urls[at % urls.length]!, begin));
      const inHeaders = open(SLOW_CLIENTS / 2, 'GET /v1/stories HTTP/1.1\r\nHost: chaos\r\nX-Slow: ');
      const inBody = open(
        SLOW_CLIENTS / 2,
        `POST /v1/articles HTTP/1.1\r\nHost: chaos\r\nAuthorization: Bearer ${stage.key}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      );
      const sending = setInterval(() => {
        for (const socket of [...inHeaders, ...inBody]) if (!socket.destroyed) socket.write(' ');
      }, 1_000);
      try {
        await until(() => inHeaders.every((socket) => socket.destroyed), CUT_OFF_WITHIN_MS);
      } finally {
        clearInterval(sending);
        for (const socket of [...inHeaders, ...inBody]) socket.destroy();
      }
    },
  },
  {
    name: 'huge-bodies',
    fault:
      '60 clients at once send a batch of 10 MB each, 20 one of 64 MB, and 40 one that inflates to 256 MB',
    expected: 'they get 413 or 503, and no intake takes up more than 512 MB',
    mayRefuse: true,
    run: ({ stage }) => sendHugeBodies(stage),
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
];

function beginRequest(url: string, begin: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}).resume();
  socket.write(begin);
  return socket;
}

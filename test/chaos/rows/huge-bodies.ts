import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';

import { readResidentMib } from '../../bench/process-cpu.ts';
import type { Stage } from '../stage.ts';

const MIB = 1_048_576;
const MOST_MIB = 512;
const LOOK_EVERY_MS = 50;
const PIECE = Buffer.alloc(65_536, ' ');

/** What is sent, how often. Blanks are JSON up to the end, so nothing is refused before it is all read. */
const KINDS = [
  { clients: 60, bytes: 10 * MIB - 1_024, isInflated: false },
  { clients: 20, bytes: 64 * MIB, isInflated: false },
  { clients: 40, bytes: 256 * MIB, isInflated: true },
];

/** Throws where an intake takes up too much meanwhile, or answers as it should not. */
export async function sendHugeBodies(stage: Stage): Promise<void> {
  let mostMib = 0;
  const looking = setInterval(() => {
    for (const { pid } of stage.intakes) mostMib = Math.max(mostMib, readResidentMib(pid));
  }, LOOK_EVERY_MS);
  const agent = new Agent({ keepAlive: false });
  try {
    const bomb = gzipSync(Buffer.alloc(KINDS[2]!.bytes, ' '));
    const sent = KINDS.flatMap(({ clients, bytes, isInflated }) =>
      Array.from({ length: clients }, (_one, at) => {
        const url = stage.intakeUrls[at % stage.intakeUrls.length]!;
        return isInflated ? send(stage, { url, agent, bomb }) : send(stage, { url, agent, bytes });
      }),
    );
    const statuses = await Promise.all(sent);
    // 400: blanks are no batch. 0: the connection broke while it was being sent.
    const odd = statuses.filter((status) => ![0, 400, 413, 422, 503].includes(status));
    if (odd.length > 0) throw new Error(`answered ${[...new Set(odd)].join(', ')}`);
  } finally {
    clearInterval(looking);
    agent.destroy();
  }
  if (mostMib > MOST_MIB) throw new Error(`an intake took up ${Math.round(mostMib)} MiB`);
}

/** Answers the status; 0 where there was none. */
function send(
  { key }: Stage,
  { url, agent, bytes = 0, bomb }: { url: string; agent: Agent; bytes?: number; bomb?: Buffer },
): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(`${url}/v1/articles/batch`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        ...(bomb !== undefined && { 'content-encoding': 'gzip' }),
      },
    });
    sent.on('error', () => resolve(0));
    sent.on('response', (response) => {
      resolve(response.statusCode!);
      response.resume().on('error', () => {});
      sent.destroy();
    });
    if (bomb !== undefined) {
      sent.end(bomb);
      return;
    }
    let left = bytes;
    const write = (): void => {
      while (left > 0 && !sent.destroyed) {
        left -= PIECE.length;
        if (!sent.write(PIECE)) {
          sent.once('drain', write);
          return;
        }
      }
      sent.end();
    };
    write();
  });
}

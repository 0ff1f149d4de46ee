import { Agent, request } from 'node:http';

export interface LoadOptions {
  url: string;
  path: string;
  headers: Record<string, string>;
  bodies: readonly string[];
  /** Requests under way at once. */
  lanes: number;
  /** Requests a second, from a fixed timetable; left out: as fast as they are answered. */
  ratePerSecond?: number;
  /** What is due before that is sent and not timed. Default 0. */
  timedFromMs?: number;
}

export interface LoadResult {
  /** From when a request was due to its answer, in milliseconds: a stall counts against every one that it delays. */
  ackMs: number[];
  statuses: Map<number, number>;
}

/** Sends each body once, loopback only, and answers when all are answered. */
export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.lanes });
  const ackMs: number[] = [];
  const statuses = new Map<number, number>();
  const startedMs = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < options.bodies.length) {
      const at = next++;
      let dueMs = performance.now();
      if (options.ratePerSecond !== undefined) {
        dueMs = startedMs + (at * 1_000) / options.ratePerSecond;
        const waitMs = dueMs - performance.now();
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
      const status = await send(agent, options, options.bodies[at]!);
      if (dueMs - startedMs >= (options.timedFromMs ?? 0)) ackMs.push(performance.now() - dueMs);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));
  agent.destroy();
  return { ackMs, statuses };
}

function send(agent: Agent, options: LoadOptions, body: string): Promise<number> {
  const { hostname, port } = new URL(options.url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        hostname,
        port,
        path: options.path,
        method: 'POST',
        headers: { ...options.headers, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what Linux gives to outgoing connections (32768 and up, ip_local_port_range): a test that ends a server and starts
 * it again would now and then find one of those at its address.
 */
const RANGE = { first: 10_240, end: 32_000 };

/** A port of the loopback that is free now. Chosen by chance, so that runs side by side seldom choose the same one. */
export async function findTestPort(): Promise<number> {
  for (;;) {
    const port = randomInt(RANGE.first, RANGE.end);
    if (await isFree(port)) return port;
  }
}

/** Rejects for any other reason than that somebody has it. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

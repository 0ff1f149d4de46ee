import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { AppError } from '@writethru/domain';
import type { Express } from 'express';

import { endStreams } from './open-streams.ts';

export interface Listening {
  /** For instance http://127.0.0.1:3000. */
  url: string;
  /** Takes no new connections, lets requests under way end, and resolves. */
  close(): Promise<void>;
}

/**
 * Listens. Slow and idle clients are cut off: headers within 10 s, a whole request within 60 s.
 * Throws AppError `unavailable`, in plain words, where the port is taken or may not be used.
 */
export async function listen(app: Express, host: string, port: number): Promise<Listening> {
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 10_000 },
    app,
  );
  server.maxConnections = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${address.port}`, close: () => closeServer(server) };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    return new AppError(
      'unavailable',
      `Port ${port} on ${host} is taken. Stop what uses it, or set PORT to another.`,
    );
  }
  if (error.code === 'EACCES') {
    return new AppError(
      'unavailable',
      `Port ${port} may not be used by this account. Set PORT to one above 1023.`,
    );
  }
  return new AppError('unavailable', `Can't listen on ${host}:${port}: ${error.message}`, { cause: error });
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    // Read before the close: a closed server has no address.
    const port = (server.address() as AddressInfo | null)?.port;
    server.close(() => resolve());
    if (port !== undefined) endStreams(port);
    // Kept-alive connections without a request would hold the close up.
    server.closeIdleConnections();
  });
}

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

/** What one client may take up. A client that is too slow gets 408, one connection too many is closed. */
export interface ConnectionLimits {
  headersTimeoutMs: number;
  /** For a request with its body. */
  requestTimeoutMs: number;
  /** Between requests. */
  idleTimeoutMs: number;
  maxConnections: number;
}

/** A wire article takes milliseconds; the largest batch a minute over a slow line. */
const LIMITS: ConnectionLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  idleTimeoutMs: 10_000,
  maxConnections: 5_000,
};

/**
 * Listens, and cuts slow and idle clients off.
 * Throws AppError `unavailable`, in plain words, where the port is taken or may not be used.
 */
export async function listen(
  app: Express,
  host: string,
  port: number,
  limits: ConnectionLimits = LIMITS,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.idleTimeoutMs,
      // Node looks for clients that are over their time only every half minute.
      connectionsCheckingInterval: Math.min(2_000, limits.headersTimeoutMs),
    },
    app,
  );
  server.maxConnections = limits.maxConnections;
  const closing = { isOn: false };
  server.prependListener('request', (_request, response) => {
    if (closing.isOn) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (closing.isOn) setImmediate(() => server.closeIdleConnections());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${address.port}`, close: () => closeServer(server, closing) };
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

async function closeServer(server: Server, closing: { isOn: boolean }): Promise<void> {
  // A client that always has a next request would keep its connection, and hold the close up for ever.
  closing.isOn = true;
  await new Promise<void>((resolve) => {
    // Read before the close: a closed server has no address.
    const port = (server.address() as AddressInfo | null)?.port;
    server.close(() => resolve());
    if (port !== undefined) endStreams(port);
    // Kept-alive connections without a request would hold the close up.
    server.closeIdleConnections();
  });
}

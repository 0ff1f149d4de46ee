import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

export interface StubRequest {
  method: string;
  /** With its query. */
  path: string;
  key: string;
  /** Inflated where it came deflated. */
  body: string;
}

/** `'hang up'` breaks the connection without an answer. */
export type StubAnswer = { status: number; body?: unknown; headers?: Record<string, string> } | 'hang up';

export interface StubService {
  url: string;
  requests: StubRequest[];
  close: () => Promise<void>;
}

/**
 * A service that answers as the test says: for what the real one does not do on demand, such as being full or
 * breaking a connection.
 */
export async function startStubService(answer: (request: StubRequest) => StubAnswer): Promise<StubService> {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      reply(response, answer(request));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<StubRequest> {
  const bytes = await buffer(incoming);
  const inflated = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    key: (incoming.headers.authorization ?? '').replace('Bearer ', ''),
    body: inflated.toString('utf8'),
  };
}

function reply(response: ServerResponse, answer: StubAnswer): void {
  if (answer === 'hang up') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
}

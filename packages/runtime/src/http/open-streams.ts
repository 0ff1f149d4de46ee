import type { Response } from 'express';

const open = new Map<number | undefined, Set<Response>>();

/** Remembers an answer that goes on, so that a stop of its server can end it. Answers how many its server has open. */
export function registerStream(response: Response): number {
  const port = response.socket?.localPort;
  const streams = open.get(port) ?? new Set();
  open.set(port, streams.add(response));
  response.on('close', () => streams.delete(response));
  return streams.size;
}

/** Ends every stream of the server at this port: a client connects again, to whoever is there then. */
export function endStreams(port: number): void {
  for (const response of open.get(port) ?? []) response.end();
  open.delete(port);
}

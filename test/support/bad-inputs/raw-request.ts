import { connect } from 'node:net';

/**
 * Sends bytes that no HTTP client would send, and answers the status line's number of what comes back, with all of it.
 * 0 where the connection ends without an answer. `isEnded` closes our half as soon as all is sent.
 */
export async function sendRaw(
  url: string,
  bytes: string,
  isEnded = false,
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A reset is one way of saying no.
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (isEnded) socket.end(bytes);
  else socket.write(bytes);
  await ended;
  const text = Buffer.concat(chunks).toString('latin1');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

/**
 * Runs in a network of its own (unshare -n), where this machine is 8.8.8.8, a public address, and answers for names: the
 * first question for `rebinding.example` with that address, all others with the loopback. Each guarded request that leads
 * to the loopback by a redirect or by such a name must end there. The last line of output is what became of each, as JSON.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';

import { getDocument } from '@writethru/outbound';

import { deliver } from '../../../services/query/src/webhooks/deliver.ts';

const PUBLIC = '8.8.8.8';
const PORT = 8_080;
const OPTIONS = { headers: {}, allowsPrivate: false, timeoutMs: 10_000, maxBytes: 1_000 };

/** What reached the loopback: nothing may. */
const leaked: string[] = [];
const inside = createServer((request, response) => {
  leaked.push(request.url ?? '');
  response.end('a secret of the inside');
});
const outside = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any');
  if (pathname === '/redirect') response.writeHead(302, { location: searchParams.get('to')! }).end();
  else response.end('public');
});

let questions = 0;
/** A name server: one A record, four bytes, that may be kept for no time. */
const names = createSocket('udp4', (message, from) => {
  const question = message.subarray(12, 12 + findEnd(message.subarray(12)) + 5);
  const isAddress = question.readUInt16BE(question.length - 4) === 1;
  const address = questions === 0 ? [8, 8, 8, 8] : [127, 0, 0, 1];
  if (isAddress) questions++;
  const head = Buffer.from([message[0]!, message[1]!, 0x81, 0x80, 0, 1, 0, isAddress ? 1 : 0, 0, 0, 0, 0]);
  const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address]);
  names.send(Buffer.concat(isAddress ? [head, question, answer] : [head, question]), from.port, from.address);
});

function findEnd(name: Buffer): number {
  let at = 0;
  while (name[at] !== 0) at += name[at]! + 1;
  return at;
}

async function become(ask: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await ask());
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const get = (url: string): Promise<string> =>
  become(async () => (await getDocument(url, OPTIONS)).body.toString());
const push = (url: string): Promise<string> =>
  become(() => deliver(url, { body: '{}', headers: {} }, { allowsPrivate: false }));
const redirectTo = (target: string): string =>
  `http://${PUBLIC}:${PORT}/redirect?to=${encodeURIComponent(target)}`;

await new Promise<void>((resolve) => inside.listen(PORT, '127.0.0.1', resolve));
await new Promise<void>((resolve) => outside.listen(PORT, PUBLIC, resolve));
await new Promise<void>((resolve) => names.bind(53, PUBLIC, resolve));
const became = {
  'a public address': await get(`http://${PUBLIC}:${PORT}/`),
  'a redirect to the loopback': await get(redirectTo(`http://127.0.0.1:${PORT}/`)),
  'a redirect to the loopback in disguise': await get(redirectTo(`http://[::ffff:127.0.0.1]:${PORT}/`)),
  'a redirect to a file': await get(redirectTo('file:///etc/passwd')),
  'a name, the first time': await get(`http://rebinding.example:${PORT}/`),
  'the same name, which is the loopback now': await get(`http://rebinding.example:${PORT}/`),
  'a redirect to that name': await get(redirectTo(`http://rebinding.example:${PORT}/`)),
  'a webhook': await push(`http://${PUBLIC}:${PORT}/`),
  'a webhook that is redirected': await push(redirectTo(`http://127.0.0.1:${PORT}/`)),
  'a webhook to that name': await push(`http://rebinding.example:${PORT}/`),
};
console.log(JSON.stringify({ became, leaked, questions }));
process.exit(0);

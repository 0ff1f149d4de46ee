import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

import { lookupPublic, refusePrivateHost } from '@writethru/outbound';

/** What became of a delivery: its status, or what kept it from having one. */
export type DeliveryOutcome = { status: number; retryAfterSeconds: number | null } | { fault: string };

const TIMEOUT_MS = 15_000;

/**
 * POSTs a delivery. Never throws. Redirects are not followed, the answer's body is not read, and private addresses
 * are refused at the moment of connecting, unless told otherwise.
 */
export function deliver(
  target: string,
  delivery: { body: string; headers: Record<string, string> },
  options: { allowsPrivate: boolean },
): Promise<DeliveryOutcome> {
  return new Promise((resolve) => {
    const fail = (error: unknown): void =>
      resolve({ fault: error instanceof Error ? error.message.slice(0, 200) : 'no answer' });
    try {
      const url = new URL(target);
      if (!options.allowsPrivate) refusePrivateHost(url);
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send(url, {
        method: 'POST',
        headers: {
          ...delivery.headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(delivery.body),
          'user-agent': 'Writethru-Webhooks/1',
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(options.allowsPrivate ? {} : { lookup: lookupPublic }),
        agent: false,
      });
      request.on('response', (response) => {
        const seconds = response.headers['retry-after'] ?? '';
        resolve({
          status: response.statusCode ?? 0,
          retryAfterSeconds: /^\d{1,6}$/.test(seconds) ? Number(seconds) : null,
        });
        response.destroy();
      });
      request.on('error', fail);
      request.end(delivery.body);
    } catch (error) {
      fail(error);
    }
  });
}

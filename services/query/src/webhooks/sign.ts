import { createHmac } from 'node:crypto';

/** A secret as receivers get it, by Standard Webhooks 1.0. */
export function writeSecret(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

/**
 * The headers of a delivery by Standard Webhooks 1.0: HMAC-SHA256 of `id.timestamp.body`, once for each secret, so
 * that a receiver may hold the new one or the old.
 */
export function signDelivery(
  delivery: { id: string; timestampSeconds: number; body: string },
  secrets: readonly Buffer[],
): Record<string, string> {
  const { id, timestampSeconds, body } = delivery;
  const signatures = secrets.map(
    (secret) =>
      `v1,${createHmac('sha256', secret).update(`${id}.${timestampSeconds}.${body}`).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.join(' '),
  };
}

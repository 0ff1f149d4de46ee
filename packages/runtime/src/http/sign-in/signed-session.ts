import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import type { Principal } from '../authenticate.ts';

const sessionSchema = z.object({
  keyId: z.string(),
  holder: z.string(),
  holderKind: z.enum(['person', 'system']),
  scopes: z.array(z.string()),
  /** Milliseconds since 1970. */
  untilMs: z.number(),
});

/** Who is signed in, and until when. */
export type Session = z.infer<typeof sessionSchema>;

/** A key for sessions, from a secret that may be shorter or longer than one (RFC 5869). */
export function deriveSessionKey(secret: string | Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'writethru session', 32));
}

/** The session as a cookie's value: readable by whoever holds it, made by nobody without the key. */
export function signSession(session: Session, key: Buffer): string {
  const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
  return `${payload}.${macOf(payload, key).toString('base64url')}`;
}

/** The session that a cookie holds; null where none of the keys signed it, or its time is over. */
export function verifySession(value: string, keys: readonly Buffer[], nowMs: number): Session | null {
  const [payload = '', mac = ''] = value.split('.');
  const sent = Buffer.from(mac, 'base64url');
  const isOurs = keys.some((key) => {
    const ours = macOf(payload, key);
    return ours.length === sent.length && timingSafeEqual(ours, sent);
  });
  if (!isOurs) return null;
  const parsed = sessionSchema.safeParse(parseOrNull(Buffer.from(payload, 'base64url').toString('utf8')));
  return parsed.success && parsed.data.untilMs > nowMs ? parsed.data : null;
}

/** The caller that a session stands for. */
export function principalOfSession(session: Session): Principal {
  const { keyId, holder, holderKind, scopes } = session;
  return { keyId, holder, holderKind, scopes };
}

function macOf(payload: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(payload).digest();
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';

import { AppError } from '@writethru/domain';
import type { NextFunction, Request, Response } from 'express';

/** Who calls. */
export interface Principal {
  keyId: string;
  holder: string;
  holderKind: 'person' | 'system';
  scopes: readonly string[];
}

/** Looks a key up by the SHA-256 of its text. Answers null for one that is unknown, expired or revoked. */
export type FindPrincipal = (keyHash: Buffer) => Promise<Principal | null>;

export type Authenticate = (request: Request) => Promise<Principal>;

const KEY = /^wt_[A-Za-z0-9]{1,32}_[A-Za-z0-9_-]{43}$/;
const CACHE_MS = 5_000;
const CACHE_SIZE = 1_000;

/**
 * Makes the check of `Authorization: Bearer`. A key that was found is good for five seconds more: that is how long a
 * revoked one may still work.
 * Throws AppError `unauthenticated`, the same for a missing, malformed, unknown or revoked key.
 */
export function makeAuthenticate(find: FindPrincipal): Authenticate {
  const cache = new Map<string, { principal: Principal; untilMs: number }>();
  return async (request) => {
    const key = readKey(request.get('authorization') ?? '');
    const name = hashOf(key).toString('base64');
    const known = cache.get(name);
    if (known !== undefined && known.untilMs > Date.now()) return known.principal;
    cache.delete(name);
    const principal = await findByKey(find, key);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(name, { principal, untilMs: Date.now() + CACHE_MS });
    return principal;
  };
}

/** Whose key this is, without a cache. Throws AppError `unauthenticated`. */
export async function findByKey(find: FindPrincipal, key: string): Promise<Principal> {
  const principal = KEY.test(key) ? await find(hashOf(key)) : null;
  if (principal === null) throw unauthenticated();
  return principal;
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function readKey(header: string): string {
  const [scheme = '', value = ''] = header.split(' ');
  return /^bearer$/i.test(scheme) ? value : '';
}

function unauthenticated(): AppError {
  return new AppError('unauthenticated', 'Send a valid key: Authorization: Bearer wt_…');
}

/** Who calls, after `requireScope`. */
export function principalOf(response: Response): Principal {
  const principal: unknown = response.locals['principal'];
  if (principal === undefined) throw new AppError('bug', 'A route asks who calls and lets anyone in.');
  return principal as Principal;
}

/** Lets through callers whose scopes pass `check`; others get 401 or 403. */
export function requireScope(
  authenticate: Authenticate,
  check: (scopes: readonly string[]) => boolean,
): (request: Request, response: Response, next: NextFunction) => Promise<void> {
  return async (request, response, next) => {
    const principal = await authenticate(request);
    if (!check(principal.scopes)) throw new AppError('forbidden', 'The key lacks the scope for this.');
    response.locals['principal'] = principal;
    next();
  };
}

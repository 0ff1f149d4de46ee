import { AppError, isTransient } from '@writethru/domain';
import type { Request, Response } from 'express';

import {
  findByKey,
  makeAuthenticate,
  type Authenticate,
  type FindPrincipal,
  type Principal,
} from '../authenticate.ts';
import { readCookie, setCookie } from './cookies.ts';
import { refuseForeignOrigin } from './same-origin.ts';
import { BREAK_GLASS, makeSessionKeys } from './session-keys.ts';
import { principalOfSession, signSession, verifySession } from './signed-session.ts';

/** What signing in asks of the store. Every function may throw AppError `unavailable`. */
export interface SignInStore {
  findKey: FindPrincipal;
  /** The key with this id; null where it is unknown, expired or revoked. */
  findLiveKey(keyId: string): Promise<Principal | null>;
  /** The installation's secret, the same in every process. */
  readSecret(): Promise<Buffer>;
  /** Makes a token that signs in once, as the key. */
  createToken(keyId: string, validSeconds: number): Promise<string>;
  /** Uses a token up: the caller that it stands for, or null. */
  useToken(token: string): Promise<Principal | null>;
}

export interface Sessions {
  /**
   * Who calls: by `Authorization: Bearer`, else by the session of a page. A change that comes with a session must come
   * from a page of this host. Throws AppError `unauthenticated` or `forbidden`.
   */
  authenticate: Authenticate;
  /** Whose key this is. Throws AppError `unauthenticated`. */
  identify(key: string): Promise<Principal>;
  begin(request: Request, response: Response, principal: Principal): Promise<void>;
  end(request: Request, response: Response): void;
}

const COOKIE = 'writethru_session';
const SESSION_SECONDS = 12 * 3_600;
const CACHE_MS = 5_000;
const CACHE_SIZE = 1_000;

/** Makes sessions: a signed cookie that is good for twelve hours, and no longer than its key, as far as can be known. */
export function makeSessions(store: SignInStore, breakGlassKey?: string): Sessions {
  const keys = makeSessionKeys(() => store.readSecret(), breakGlassKey);
  const byHeader = makeAuthenticate((hash) => store.findKey(hash));
  const isLive = makeLivenessCheck((keyId) => store.findLiveKey(keyId));
  return {
    async authenticate(request) {
      if (request.get('authorization') !== undefined) return byHeader(request);
      const cookie = readCookie(request, COOKIE);
      const session = cookie === null ? null : verifySession(cookie, await keys.toVerify(), Date.now());
      if (session === null || !(await isLive(session.keyId))) throw signedOut();
      refuseForeignOrigin(request);
      return principalOfSession(session);
    },
    async identify(key) {
      if (keys.isBreakGlass(key)) return BREAK_GLASS;
      return findByKey((hash) => store.findKey(hash), key);
    },
    async begin(request, response, principal) {
      const session = { ...pick(principal), untilMs: Date.now() + SESSION_SECONDS * 1_000 };
      const value = signSession(session, await keys.toSign(principal));
      setCookie(request, response, COOKIE, value, { maxAgeSeconds: SESSION_SECONDS });
    },
    end(request, response) {
      setCookie(request, response, COOKIE, '', { maxAgeSeconds: 0 });
    },
  };
}

/** Whether a key still lives, asked for every five seconds at most. While the store is away a signature is enough. */
function makeLivenessCheck(find: SignInStore['findLiveKey']): (keyId: string) => Promise<boolean> {
  const cache = new Map<string, { isLive: boolean; untilMs: number }>();
  return async (keyId) => {
    if (keyId === BREAK_GLASS.keyId) return true;
    const known = cache.get(keyId);
    if (known !== undefined && known.untilMs > Date.now()) return known.isLive;
    const isLive = await find(keyId).then(
      (key) => key !== null,
      (error: unknown) => {
        if (!isTransient(error)) throw error;
        return known?.isLive ?? true;
      },
    );
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(keyId, { isLive, untilMs: Date.now() + CACHE_MS });
    return isLive;
  };
}

function pick({
  keyId,
  holder,
  holderKind,
  scopes,
}: Principal): Omit<Principal, 'scopes'> & { scopes: string[] } {
  return { keyId, holder, holderKind, scopes: [...scopes] };
}

function signedOut(): AppError {
  return new AppError('unauthenticated', 'Sign in at /sign-in, or send Authorization: Bearer wt_…');
}

import { createHash, timingSafeEqual } from 'node:crypto';

import { isTransient } from '@writethru/domain';

import type { Principal } from '../authenticate.ts';
import { deriveSessionKey } from './signed-session.ts';

/** Who comes with the break-glass key: may do everything. */
export const BREAK_GLASS: Principal = {
  keyId: 'break-glass',
  holder: 'break glass',
  holderKind: 'person',
  scopes: ['admin'],
};

export interface SessionKeys {
  /** Every key that a session may be signed by: the store's, where it could be read once, and the break-glass one. */
  toVerify(): Promise<Buffer[]>;
  /** The key to sign a session of this caller with. Throws AppError `unavailable` where only the store has it. */
  toSign(principal: Principal): Promise<Buffer>;
  /** Whether this text is the break-glass key. */
  isBreakGlass(key: string): boolean;
}

/** The keys of sessions. The store's is read once and kept, so that sessions outlast a store that goes away. */
export function makeSessionKeys(readSecret: () => Promise<Buffer>, breakGlassKey?: string): SessionKeys {
  const ofGlass = breakGlassKey === undefined ? null : deriveSessionKey(breakGlassKey);
  let ofStore: Buffer | null = null;
  const readStoreKey = async (): Promise<Buffer> => (ofStore ??= deriveSessionKey(await readSecret()));
  return {
    async toVerify() {
      const stored = await readStoreKey().catch((error: unknown) => {
        if (ofGlass === null || !isTransient(error)) throw error;
        return null;
      });
      return [stored, ofGlass].filter((key) => key !== null);
    },
    async toSign(principal) {
      return principal.keyId === BREAK_GLASS.keyId && ofGlass !== null ? ofGlass : readStoreKey();
    },
    isBreakGlass(key) {
      return breakGlassKey !== undefined && timingSafeEqual(hashOf(key), hashOf(breakGlassKey));
    },
  };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { AppError } from '@writethru/domain';

/** Keeps intake from taking what there is no room for. */
export interface RoomGuard {
  /** Throws AppError `unavailable` while there is no room. */
  refuseWhereFull(): Promise<void>;
  /** Whether it would. Throws AppError `unavailable` while the store is away. */
  isFull(): Promise<boolean>;
}

/**
 * Asks `findFullness`, why there is no room or null, at most once in `everyMs`, whatever the traffic: what comes
 * meanwhile may pass the limit.
 */
export function makeRoomGuard(findFullness: () => Promise<string | null>, everyMs: number): RoomGuard {
  let checkedAtMs = -Infinity;
  let fullness: string | null = null;
  let checking: Promise<void> | null = null;
  const check = async (): Promise<void> => {
    fullness = await findFullness();
    checkedAtMs = performance.now();
  };
  const look = async (): Promise<string | null> => {
    if (performance.now() - checkedAtMs > everyMs) {
      checking ??= check().finally(() => (checking = null));
      await checking;
    }
    return fullness;
  };
  return {
    isFull: async () => (await look()) !== null,
    async refuseWhereFull() {
      const why = await look();
      if (why !== null) throw new AppError('unavailable', `${why}. Send this one again later.`);
    },
  };
}

/** One guard of several: the first that is full refuses. */
export function joinGuards(...guards: readonly RoomGuard[]): RoomGuard {
  return {
    async isFull() {
      for (const guard of guards) if (await guard.isFull()) return true;
      return false;
    },
    async refuseWhereFull() {
      for (const guard of guards) await guard.refuseWhereFull();
    },
  };
}

import { startLoop, type Loop } from './loop.ts';
import { makeProcessFacts, type ProcessFacts } from './process-facts.ts';

/** Where processes say that they live. */
export interface HeartStore {
  beat(facts: ProcessFacts): Promise<void>;
  /** This start of a process stops in order. */
  end(id: string): Promise<void>;
}

const EVERY_MS = 10_000;

/** Says every ten seconds that this process runs `service`, until it is stopped. What can't be said is said the next time. */
export function startHeart(
  service: string,
  store: HeartStore,
  log: { warn(facts: Record<string, unknown>, message: string): void },
): Loop {
  const describe = makeProcessFacts(service);
  const onError = (error: unknown): void => log.warn({ err: error }, 'telling that we live failed');
  const loop = startLoop(() => store.beat(describe()).then(() => false), { everyMs: EVERY_MS, onError });
  return {
    async stop() {
      await loop.stop();
      await store.end(describe().id).catch(onError);
    },
  };
}

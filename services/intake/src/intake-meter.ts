import type { ErrorCode } from '@writethru/domain';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What an intake counts of its own work. A process that measures nothing has none. */
export interface IntakeMeter {
  countTaken(outcome: 'accepted' | 'repeated', articles: number): void;
  /** Of a request as a whole, or of an item in a batch. */
  countRefused(reason: ErrorCode): void;
  /** Asked at each scrape: whether there is no room for more. Where it throws, there is no such figure. */
  watchRoom(isFull: () => Promise<boolean>): void;
}

/** Reasons that feeds meet; a series of each is there from the start, so that the first refusal is seen as a rise. */
const USUAL_REASONS = [
  'malformed',
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'conflict',
  'too_large',
  'unsupported',
  'rate_limited',
  'unavailable',
  'bug',
] as const satisfies ErrorCode[];

/** Makes the meter of an intake, in the registry of its process. */
export function makeIntakeMeter(registry: Registry): IntakeMeter {
  const taken = new Counter({
    name: 'wire_intake_articles_total',
    help: 'Articles that this process took: accepted, or repeated where they were held already.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'wire_intake_rejected_total',
    help: 'Requests, and items of batches, that this process refused, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  for (const outcome of ['accepted', 'repeated']) taken.inc({ outcome }, 0);
  for (const reason of USUAL_REASONS) refused.inc({ reason }, 0);
  return {
    countTaken: (outcome, articles) => taken.inc({ outcome }, articles),
    countRefused: (reason) => refused.inc({ reason }),
    watchRoom(isFull) {
      new Gauge({
        name: 'wire_intake_backpressure',
        help: '1 while this process answers 503 because too many articles wait or the disk is full, else 0.',
        registers: [registry],
        async collect() {
          await isFull().then(
            (isOver) => this.set(isOver ? 1 : 0),
            () => this.remove(),
          );
        },
      });
    },
  };
}

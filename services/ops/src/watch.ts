import { takeSample, type Sample, type SampleDeps } from './sample.ts';
import { judge, type Status } from './status.ts';

/** The last sample and what it means. */
export interface Watched {
  sample: Sample;
  status: Status;
  /** What Postgres said last, be it of this sample or of one before; null where it never answered. */
  known: { takenAt: Date; store: NonNullable<Sample['store']> } | null;
}

export interface Watch {
  /** The state of things, asked for at most once a second however many look. Never throws. */
  look(): Promise<Watched>;
  /** The last look, without another; null before the first. */
  last(): Watched | null;
  /** Takes no more samples; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

const FRESH_MS = 1_000;
/** Often enough to tell a disagreement that lasts from two that somebody happened to see a minute apart. */
const SAMPLE_EVERY_MS = 5_000;

/** Starts watching: it looks by itself every five seconds, so that what it says of the last minute holds. */
export function startWatch(deps: SampleDeps): Watch {
  let last: Watched | null = null;
  let taking: Promise<Watched> | null = null;
  const take = async (): Promise<Watched> => {
    const sample = await takeSample(deps);
    const { store, takenAt } = sample;
    last = {
      sample,
      status: judge(sample, last?.status ?? null),
      known: store === null ? (last?.known ?? null) : { takenAt, store },
    };
    return last;
  };
  const takeOnce = (): Promise<Watched> => (taking ??= take().finally(() => (taking = null)));
  const look = (): Promise<Watched> => {
    const now = deps.now?.() ?? new Date();
    if (last !== null && now.getTime() - last.sample.takenAt.getTime() < FRESH_MS)
      return Promise.resolve(last);
    return takeOnce();
  };
  const onError = (error: unknown): void =>
    deps.log.warn({ err: error }, 'a look failed; there will be another');
  const timer = setInterval(() => void takeOnce().catch(onError), deps.sampleEveryMs ?? SAMPLE_EVERY_MS);
  timer.unref();
  return {
    look,
    last: () => last,
    async stop() {
      clearInterval(timer);
      await taking;
    },
  };
}

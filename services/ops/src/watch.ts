import { takeSample, type Sample, type SampleDeps } from './sample.ts';
import { judge, type Status } from './status.ts';

/** The last sample and what it means. */
export interface Watched {
  sample: Sample;
  status: Status;
}

export interface Watch {
  /** The state of things, asked for at most once a second however many look. Never throws. */
  look(): Promise<Watched>;
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
    last = { sample, status: judge(sample, last?.status ?? null) };
    return last;
  };
  const takeOnce = (): Promise<Watched> => (taking ??= take().finally(() => (taking = null)));
  const look = (): Promise<Watched> => {
    const now = deps.now?.() ?? new Date();
    if (last !== null && now.getTime() - last.sample.takenAt.getTime() < FRESH_MS)
      return Promise.resolve(last);
    return takeOnce();
  };
  const timer = setInterval(() => void takeOnce(), deps.sampleEveryMs ?? SAMPLE_EVERY_MS);
  timer.unref();
  return {
    look,
    async stop() {
      clearInterval(timer);
      await taking;
    },
  };
}

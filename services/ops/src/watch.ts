import { takeSample, type Sample, type SampleDeps } from './sample.ts';
import { judge, type Status } from './status.ts';

/** The last sample and what it means. */
export interface Watched {
  sample: Sample;
  status: Status;
}

const FRESH_MS = 1_000;

/** Answers the state of things, asked for at most once a second however many look. */
export function makeWatch(deps: SampleDeps): () => Promise<Watched> {
  let last: Watched | null = null;
  let taking: Promise<Watched> | null = null;
  const take = async (): Promise<Watched> => {
    const sample = await takeSample(deps);
    last = { sample, status: judge(sample, last?.status ?? null) };
    return last;
  };
  return () => {
    if (last !== null && Date.now() - last.sample.takenAt.getTime() < FRESH_MS) return Promise.resolve(last);
    taking ??= take().finally(() => (taking = null));
    return taking;
  };
}

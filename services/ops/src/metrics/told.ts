import { addCounts, emptyCounts, LAG_BOUNDS_SECONDS, totalOf } from '@writethru/domain';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

type Labels = Record<string, string>;

/** A metric whose values the sampler counted: at each scrape it is told all of them anew, and what is not told is gone. */
export interface Told<Value> {
  tell(values: readonly { labels?: Labels; value: Value }[]): void;
}

/** A histogram as the rollups hold it. */
export interface ToldCounts {
  /** By LAG_BOUNDS_SECONDS. */
  counts: readonly number[];
  sumSeconds: number;
}

/** A gauge that is told. */
export function makeToldGauge(registry: Registry, name: string, help: string, ...labelNames: string[]) {
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    tell(values) {
      gauge.reset();
      gauge.remove({});
      for (const { labels = {}, value } of values) gauge.set(labels, value);
    },
  } satisfies Told<number>;
}

/** A counter that is told. */
export function makeToldCounter(registry: Registry, name: string, help: string, ...labelNames: string[]) {
  const counter = new Counter({ name, help, labelNames, registers: [registry] });
  return {
    tell(values) {
      counter.reset();
      counter.remove({});
      for (const { labels = {}, value } of values) counter.inc(labels, value);
    },
  } satisfies Told<number>;
}

/**
 * A histogram of lags that is told, in seconds. `bounds` are some of LAG_BOUNDS_SECONDS: fewer where there is one for
 * each feed.
 */
export function makeToldHistogram(
  registry: Registry,
  options: { name: string; help: string; labelNames?: string[]; bounds?: readonly number[] },
): Told<ToldCounts> {
  const bounds = options.bounds ?? LAG_BOUNDS_SECONDS;
  const histogram = new ToldHistogram({
    name: options.name,
    help: options.help,
    labelNames: options.labelNames ?? [],
    registers: [registry],
  });
  return {
    tell(values) {
      histogram.told = values.flatMap(({ labels = {}, value }) =>
        listSeries(options.name, labels, value, bounds),
      );
    },
  };
}

function listSeries(
  name: string,
  labels: Labels,
  { counts, sumSeconds }: ToldCounts,
  bounds: readonly number[],
): Series[] {
  const all = totalOf(counts);
  const upTo = (bound: number): number =>
    totalOf(counts.filter((_count, at) => (LAG_BOUNDS_SECONDS[at] ?? Infinity) <= bound));
  const bucket = (le: string | number, value: number): Series => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...bounds.map((bound) => bucket(bound, upTo(bound))),
    bucket('+Inf', all),
    { metricName: `${name}_sum`, labels, value: sumSeconds },
    { metricName: `${name}_count`, labels, value: all },
  ];
}

interface Series {
  metricName: string;
  labels: Record<string, string | number>;
  value: number;
}

/** prom-client's own only observes one value after the other. */
class ToldHistogram extends Histogram {
  told: readonly Series[] = [];
  /** Describes it: asked for that, this one would ask itself. */
  private readonly plain: Histogram;

  constructor(config: { name: string; help: string; labelNames: string[]; registers: Registry[] }) {
    super(config);
    this.plain = new Histogram({ ...config, registers: [] });
  }

  override async get() {
    return { ...(await this.plain.get()), values: [...this.told] };
  }

  /** What the registry asks in place of `get`, where a histogram has it. */
  getForPromString() {
    return this.get();
  }
}

/** Adds up what counters of one histogram say: their labels are numbers of buckets, and `sum`. */
export function toCounts(counters: readonly { label: string; value: number }[]): ToldCounts {
  return counters.reduce<ToldCounts>(
    ({ counts, sumSeconds }, { label, value }) =>
      label === 'sum'
        ? { counts, sumSeconds: sumSeconds + value }
        : { counts: addCounts(counts, emptyCounts().with(Number(label), value)), sumSeconds },
    { counts: emptyCounts(), sumSeconds: 0 },
  );
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What `node --cpu-prof` writes, as far as it is read here. Times are microseconds of the monotonic clock. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** From when to when, in microseconds of the monotonic clock. */
export interface Span {
  fromUs: number;
  untilUs: number;
}

const IDLE = new Set(['(idle)', '(root)']);

/** Microseconds that the threads whose profiles lie in a folder spent in each part of a process within a span; idle time left out. */
export function sumByPart(folder: string, span: Span): Map<string, number> {
  const sums = new Map<string, number>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.cpuprofile'))) {
    addProfile(sums, JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as CpuProfile, span);
  }
  return sums;
}

function addProfile(sums: Map<string, number>, profile: CpuProfile, span: Span): void {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  let atUs = profile.startTime;
  profile.samples.forEach((id, at) => {
    // A delta is the time before its sample: what a sample saw lasts until the next one.
    atUs += profile.timeDeltas[at]!;
    const { functionName, url } = frames.get(id)!;
    if (IDLE.has(functionName) || atUs < span.fromUs || atUs > span.untilUs) return;
    const part = nameOf(functionName, url);
    sums.set(part, (sums.get(part) ?? 0) + (profile.timeDeltas[at + 1] ?? 0));
  });
}

/** The package or service that a function belongs to; what belongs to none is V8's own, or Node's. */
function nameOf(functionName: string, url: string): string {
  if (functionName === '(garbage collector)') return 'collecting garbage';
  const [, installed] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(url) ?? [];
  if (installed !== undefined) return installed;
  const [, ours] = /\/((?:packages|services)\/[^/]+)\//.exec(url) ?? [];
  return ours ?? 'Node itself: sockets, streams, timers, JSON';
}

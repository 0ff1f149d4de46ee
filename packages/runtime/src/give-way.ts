import { readdirSync } from 'node:fs';
import os from 'node:os';

/**
 * Lets the other processes that this one shares its processors with go first, by `niceness`: 0 (does nothing) to 19, as
 * `nice` has it. Linux weighs it within a control group, and where it groups sessions (`sched_autogroup_enabled`) within
 * the session. Nothing is taken back: a thread that gives way further already is left as it is.
 * Throws nothing: where the machine does not let it, nothing changes.
 */
export function giveWay(niceness: number): void {
  if (niceness === 0) return;
  const seen = new Set<number>();
  // One that a thread made which had not given way yet has to be found, too; those after that inherit it.
  for (let fresh = listThreads(); fresh.length > 0; fresh = listThreads().filter((id) => !seen.has(id))) {
    for (const thread of fresh) {
      seen.add(thread);
      lower(thread, niceness);
    }
  }
}

function lower(thread: number, niceness: number): void {
  try {
    if (os.getPriority(thread) < niceness) os.setPriority(thread, niceness);
  } catch {
    // It ended meanwhile, or this machine does not let it: nothing but speed depends on it.
  }
}

/** On Linux each thread has a niceness of its own, the compiler's and the collector's too; elsewhere it is the process'. */
function listThreads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [process.pid];
  }
}

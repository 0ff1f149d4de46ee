import { readdirSync } from 'node:fs';
import os from 'node:os';

/**
 * Lets the other processes of the machine go first, by `niceness`: 0 (does nothing) to 19, as `nice` has it. Nothing is
 * taken back: a thread that gives way further already is left as it is.
 */
export function giveWay(niceness: number): void {
  if (niceness === 0) return;
  for (const thread of listThreads()) {
    try {
      if (os.getPriority(thread) < niceness) os.setPriority(thread, niceness);
    } catch {
      // It ended meanwhile, or this machine does not let it: nothing but speed depends on it.
    }
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

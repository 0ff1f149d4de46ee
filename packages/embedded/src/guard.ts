import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** Ends the guard. Call it when the guarded process is gone: it then finds nothing to end. */
export type ReleaseGuard = () => void;

// A server that has just been started may not have written its pid file yet: it gets five seconds.
const SCRIPT = `cat >/dev/null
tries=0
while kill -0 "$0" 2>/dev/null && [ "$tries" -lt 50 ]; do
  if [ "$(head -n 1 "$1" 2>/dev/null)" = "$0" ]; then kill "-$2" "$0"; exit; fi
  tries=$((tries + 1))
  sleep 0.1
done`;

/**
 * Ends a process when this one dies without cleaning up (kill -9): a shell waits on a pipe from us, which the kernel
 * closes whatever happens, and then signals exactly that pid, provided that `pidFile` still names it. To be called as
 * soon as the process is there.
 */
export function guardAgainstOrphan(pid: number, pidFile: string, signal: 'INT' | 'TERM'): ReleaseGuard {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, String(pid), pidFile, signal], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Its own process group: a terminal's Ctrl-C must not end it before its time.
    detached: true,
    cwd: '/',
  });
  guard.on('error', () => {});
  guard.unref();
  const { stdin } = guard;
  stdin.on('error', () => {});
  // The pipe alone must not keep this process alive.
  if (stdin instanceof Socket) stdin.unref();
  return () => stdin.end();
}

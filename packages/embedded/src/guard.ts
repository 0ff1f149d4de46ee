import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** Ends the guard. Call it when the guarded process is gone: it then finds nothing to end. */
export type ReleaseGuard = () => void;

/**
 * Ends a process when this one dies without cleaning up (kill -9): a shell waits on a pipe from us, which the kernel
 * closes whatever happens, and then signals exactly that pid, provided that `pidFile` still names it.
 */
export function guardAgainstOrphan(pid: number, pidFile: string, signal: 'INT' | 'TERM'): ReleaseGuard {
  const script = `cat >/dev/null; [ "$(head -n 1 "$1" 2>/dev/null)" = "$0" ] && kill -${signal} "$0"`;
  const guard = spawn('/bin/sh', ['-c', script, String(pid), pidFile], {
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

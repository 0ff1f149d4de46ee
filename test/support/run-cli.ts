import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../packages/cli/bin/writethru.mjs',
);

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Written to the command's standard input. */
  stdin?: string;
  cwd?: string;
  /** A reader that is content with one line and then closes the pipe. */
  isPipedToHead?: boolean;
}

/** Runs the real command in a process of its own, with nothing of our environment but PATH. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const command = options.isPipedToHead === true ? ['sh', '-c', '"$0" "$@" | head -n 1'] : [];
    const [file = '', ...rest] = [...command, process.execPath, BIN, ...args];
    const child = spawn(file, rest, {
      cwd: options.cwd ?? process.cwd(),
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // A command that ends without reading its input closes the pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}

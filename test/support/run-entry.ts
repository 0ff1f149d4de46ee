import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface EntryRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one of the programs as its npm script does, to its end, with nothing of our environment but PATH. */
export function runEntry(
  entry: string,
  args: readonly string[],
  options: { env: Record<string, string> },
): Promise<EntryRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts/run.mjs'), entry, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', WRITETHRU_SKIP_INSTALL: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { makeMark } from './marked-processes.ts';
import { until } from './until.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface StartOptions {
  dataFolder: string;
  /** After `npm start --`. */
  args?: readonly string[];
  env?: Record<string, string>;
}

/** A running `npm start`. */
export interface Started {
  /** npm's pid, and the number of its process group, as in a terminal. */
  pid: number;
  /** All that it wrote to standard output and error. */
  output(): string;
  /** Resolves when it has greeted; throws, with its output, where it ends before. */
  ready(): Promise<void>;
  /** Where it listens. Once it is ready. */
  url(): string;
  /** The code or the signal that npm ended with. */
  ended: Promise<number | string>;
  /** Command lines of everything that it started and that lives, by pid. */
  processes(): Map<number, string>;
  /** The process that runs the services. */
  servicePid(): number;
  /** Closes our ends of its output, as a terminal that is closed does. */
  closeOutput(): void;
}

/**
 * Runs `npm start` as a terminal does: in a process group of its own, with nothing of our environment but PATH and
 * HOME, on any free port.
 */
export function startWritethru(options: StartOptions): Started {
  const mark = makeMark();
  const child = spawn('npm', ['start', '--', ...(options.args ?? [])], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      WRITETHRU_DATA_DIR: options.dataFolder,
      WRITETHRU_SKIP_INSTALL: '1',
      PORT: '0',
      ...options.env,
      ...mark.env,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  let end: number | string | null = null;
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      end = code ?? signal ?? 'no code';
      resolve(end);
    });
  });
  return {
    pid: child.pid!,
    output: () => output,
    async ready() {
      await until(() => {
        if (end !== null) throw new Error(`npm start ended with ${end}:\n${output}`);
        return output.includes('Ctrl-C stops everything') || output.includes('has keys already');
      });
    },
    url: () => /Writethru is ready at (http:\S+?)\.?$/m.exec(output)?.[1] ?? '',
    ended,
    processes: () => mark.list(),
    servicePid: () => Number(readFileSync(path.join(options.dataFolder, 'owner.pid'), 'utf8')),
    closeOutput() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

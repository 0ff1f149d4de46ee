import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { CommanderError } from 'commander';

import { explainError } from './explain-error.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

/** As shells have it. */
const WRONG_CALL = 2;

const io: Io = {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  checkoutFolder: path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..'),
  fail: () => {
    process.exitCode = 1;
  },
};

// `writethru export | head` closes the pipe early: that is the reader's right and no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

try {
  await createProgram(io).parseAsync();
} catch (error) {
  // Commander has already printed its own message, or the help that was asked for.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : WRONG_CALL) : 1;
  if (!(error instanceof CommanderError)) process.stderr.write(`writethru: ${explainError(error)}\n`);
}

import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** Where text goes: a terminal, a file or a pipe. */
export type Output = Writable & { isTTY?: boolean; columns?: number };

/** Everything that the commands have of the world outside. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable;
  stdout: Output;
  stderr: Output;
  /** The checkout that this CLI belongs to: its `.data` is the default data folder. */
  checkoutFolder: string;
  /** Makes the exit code 1, without ending anything. */
  fail: () => void;
}

/** Writes `text` and, where the reader is slower than we are, waits for it: memory stays flat. */
export async function print(output: Output, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain');
}

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';

const END_BYTES = 64 * 1024;

/** What a file is known by from run to run (SHA-256, hex): its name without folders, its size, and both of its ends. */
export async function keyOfFile(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const hash = createHash('sha256').update(`${path.basename(file)}\u0000${size}\u0000`);
    for (const position of [0, Math.max(0, size - END_BYTES)]) {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(END_BYTES), position });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

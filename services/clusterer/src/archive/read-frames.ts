import type { Reading } from '@writethru/wire';

/** What the command sends: a header as a line of JSON, and for a piece as many bytes as it says. */
export type FrameHeader =
  | { kind: 'open'; key: string; file: string }
  | { kind: 'piece'; position: number; reading: Reading; guid?: string; bytes: number }
  | { kind: 'close' }
  | { kind: 'end' };

export interface Frame {
  header: FrameHeader;
  bytes: Buffer;
}

const LINE_FEED = 0x0a;

/** The frames of a stream. One that breaks off is left out: who sent it is gone. */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const source = chunks[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const parts = [held];
    const next = await source.next();
    if (next.done === true) return false;
    parts.push(next.value);
    held = Buffer.concat(parts);
    return true;
  };
  const take = (size: number): Buffer => {
    const bytes = held.subarray(0, size);
    held = held.subarray(size);
    return bytes;
  };
  for (;;) {
    let end = held.indexOf(LINE_FEED);
    while (end < 0) {
      if (!(await more())) return;
      end = held.indexOf(LINE_FEED);
    }
    const header = JSON.parse(take(end + 1).toString('utf8')) as FrameHeader;
    const size = header.kind === 'piece' ? header.bytes : 0;
    while (held.length < size) if (!(await more())) return;
    yield { header, bytes: take(size) };
  }
}

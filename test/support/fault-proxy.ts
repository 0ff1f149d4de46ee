import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What goes wrong on the way. `cut`: every connection breaks, none is let in. `silent`: bytes vanish, and nobody is
 * told: a connection that lost some stays so for good, as one does whose other end is gone. `slow`: each piece comes so
 * much later. `trickle`: a few bytes at a time. `mute`: what was asked is done, and this share of the answers breaks
 * the connection in place of coming.
 */
export type Trouble =
  | { kind: 'none' }
  | { kind: 'cut' }
  | { kind: 'silent' }
  | { kind: 'slow'; delayMs: number }
  | { kind: 'trickle'; pieceBytes: number }
  | { kind: 'mute'; share: number };

const NONE: Trouble = { kind: 'none' };

/** Stands between two processes on the loopback and makes trouble when told to. */
export class FaultProxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private trouble: Trouble = NONE;
  private target: number;
  private readonly random: () => number;

  private constructor(target: number, random: () => number) {
    this.target = target;
    this.random = random;
    this.server = createServer({ noDelay: true }, (client) => this.letIn(client));
  }

  /** Opens one before a port of the loopback. `random` (0 to 1) picks the answers that `mute` breaks. */
  static async open(target: number, random: () => number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, random);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  make(trouble: Trouble): void {
    this.trouble = trouble;
    if (trouble.kind === 'cut') this.breakAll();
  }

  heal(): void {
    this.trouble = NONE;
  }

  /** From now on all goes to another port. */
  turnTo(target: number): void {
    this.target = target;
    this.breakAll();
  }

  breakAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.breakAll();
    await closed;
  }

  private letIn(client: Socket): void {
    client.on('error', () => {});
    if (this.trouble.kind === 'cut') {
      client.destroy();
      return;
    }
    const service = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    const way = { hasLost: false };
    for (const [from, to, isAnswer] of [
      [client, service, false],
      [service, client, true],
    ] as const) {
      let last = Promise.resolve();
      const queue = (step: () => Promise<void> | void): void => {
        last = last.then(step);
      };
      this.sockets.add(from);
      from
        .on('error', () => {})
        .on('data', (bytes) => queue(() => this.pass(bytes, { from, to, isAnswer }, way)))
        .on('end', () => queue(() => void (way.hasLost || to.end())))
        .on('close', () => {
          this.sockets.delete(from);
          if (!way.hasLost || from === client) queue(() => void to.destroy());
        });
    }
  }

  private async pass(
    bytes: Buffer,
    { from, to, isAnswer }: { from: Socket; to: Socket; isAnswer: boolean },
    way: { hasLost: boolean },
  ): Promise<void> {
    const { trouble } = this;
    if (trouble.kind === 'silent') way.hasLost = true;
    if (way.hasLost || to.destroyed) return;
    if (trouble.kind === 'mute' && isAnswer && this.random() < trouble.share) {
      from.destroy();
      to.destroy();
      return;
    }
    if (trouble.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, trouble.delayMs));
    const size = trouble.kind === 'trickle' ? trouble.pieceBytes : bytes.length;
    for (let start = 0; start < bytes.length; start += size)
      await write(to, bytes.subarray(start, start + size));
  }
}

/** Resolves when more may be written. */
function write(to: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (to.destroyed) resolve();
    else to.write(bytes, () => setImmediate(resolve));
  });
}

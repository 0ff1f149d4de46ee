import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface MovableAddress {
  url: string;
  /** Cuts all connections; new ones go there. */
  moveTo: (url: string) => void;
  close: () => Promise<void>;
}

/** An address that stays while the server behind it changes, as a virtual IP or a pooler gives it. */
export async function openMovableAddress(url: string): Promise<MovableAddress> {
  const sockets = new Set<Socket>();
  let target = new URL(url);
  const server = createServer((client) => {
    const there = connect(Number(target.port), target.hostname);
    for (const socket of [client, there]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    client.pipe(there).pipe(client);
    there.on('close', () => client.destroy());
    client.on('close', () => there.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: own.href,
    moveTo(next) {
      target = new URL(next);
      cut();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

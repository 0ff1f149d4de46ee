import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface MortalProxy {
  url: string;
  /** How often it has died. */
  deaths: () => number;
  close: () => Promise<void>;
}

/**
 * Stands before a service and dies on the way back of its `dieOn`th answer: what was asked has been done, and nobody is
 * told. All its connections break, its port is shut until `whileDead` has ended, and then it is there again.
 */
export async function startMortalProxy(
  target: string,
  dieOn: number,
  whileDead: () => Promise<void>,
): Promise<MortalProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let [answers, deaths] = [0, 0];
  let own = 0;
  let server: Server | null = null;
  const open = async (): Promise<void> => {
    const made = createServer((client) => {
      const service = connect(Number(port), hostname);
      for (const socket of [client, service]) {
        sockets.add(socket);
        socket.on('error', () => {}).on('close', () => sockets.delete(socket));
      }
      client.pipe(service);
      service.on('data', (bytes) => {
        if (bytes.toString('latin1').startsWith('HTTP/1.1 ') && ++answers === dieOn) void die();
        else client.write(bytes);
      });
      service.on('end', () => client.end());
    });
    await new Promise<void>((resolve) => made.listen(own, '127.0.0.1', resolve));
    own = (made.address() as AddressInfo).port;
    server = made;
  };
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server?.close(() => resolve());
      server = null;
    });
  const die = async (): Promise<void> => {
    deaths++;
    await shut();
    await whileDead();
    await open();
  };
  await open();
  return { url: `http://127.0.0.1:${own}`, deaths: () => deaths, close: shut };
}

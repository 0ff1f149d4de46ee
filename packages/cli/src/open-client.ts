import { type Client, createClient } from '@writethru/client';

import type { Io } from './io.ts';
import type { ServiceOptions } from './options.ts';
import { findService, type ServiceAddress } from './service-address.ts';

/** A client for a service. `patienceMs` is how long one request may be tried again. */
export function connectTo({ url, key, keySource }: ServiceAddress, patienceMs: number): Client {
  return createClient({ url, key, keyName: `The key from ${keySource}`, patienceMs });
}

/** A client for the service that a command means. Throws AppError as `findService` does. */
export function openClient(
  options: ServiceOptions,
  io: Pick<Io, 'env' | 'checkoutFolder'>,
  patienceMs: number,
): Client {
  return connectTo(findService(options, io.env, io.checkoutFolder), patienceMs);
}

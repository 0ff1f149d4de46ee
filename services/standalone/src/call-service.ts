import { AppError } from '@writethru/domain';

/** Where our service is, and the key to call it with. */
export interface Address {
  url: string;
  key: string;
}

/** Asks the running service by HTTP, like any client. Throws AppError `bug` for an answer that is no success. */
export async function call<Body>(address: Address, path: string, send?: object): Promise<Body> {
  const response = await fetch(address.url + path, {
    headers: { authorization: `Bearer ${address.key}`, 'content-type': 'application/json' },
    ...(send === undefined ? {} : { method: 'POST', body: JSON.stringify(send) }),
  });
  if (!response.ok) throw new AppError('bug', `The service answered ${response.status} to ${path}.`);
  // The service's own answer, of a shape that its contract tests hold.
  return (await response.json()) as Body;
}

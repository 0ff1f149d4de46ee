import { AppError } from '@writethru/domain';

import type { ApiClient } from './api-client.ts';
import { describeProblem } from './problem.ts';

const MAX_REDIRECTS = 5;

/** What was read, and the path that it was found at: another than asked for where a story was merged away. */
export interface Found<Body> {
  body: Body;
  path: string;
}

/**
 * Reads `path` and checks the answer with `isExpected`. A redirect within the service is followed.
 * Throws AppError: `not_found`, `invalid_input` with what the service says, `bug` when the answer is not Writethru's.
 */
export async function readJson<Body>(
  client: ApiClient,
  path: string,
  isExpected: (body: unknown) => body is Body,
): Promise<Found<Body>> {
  let current = path;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const { status, body, location } = await client.send({ method: 'GET', path: current });
    if (status === 307 || status === 308) {
      current = followWithin(current, location);
      continue;
    }
    if (status === 200 && isExpected(body)) return { body, path: current };
    throw refusalOf(status, body);
  }
  throw new AppError('bug', 'The service sends us in circles.');
}

function refusalOf(status: number, body: unknown): AppError {
  if (status === 404) return new AppError('not_found', describeProblem(body, 'There is no such thing.'));
  if (status >= 400 && status < 500)
    return new AppError('invalid_input', describeProblem(body, `Refused (${status}).`));
  if (status >= 500)
    return new AppError('unavailable', describeProblem(body, `The service failed (${status}).`));
  return new AppError('bug', 'The answer is not that of a Writethru service: is the URL right?');
}

// The key goes along, so only the path of a Location counts: never its host.
function followWithin(from: string, location: string | null): string {
  if (location === null) throw new AppError('bug', 'The service redirects without saying where.');
  const target = new URL(location, new URL(from, 'http://service.invalid'));
  const start = target.pathname.indexOf('/v1/');
  if (start < 0) throw new AppError('bug', 'The service redirects to something that is not its own.');
  return target.pathname.slice(start) + target.search;
}

import { buildRequest } from './build-request.ts';
import { takeSuccess } from './call-operation.ts';
import { readEvents } from './event-stream.ts';
import { ProblemError } from './problem-error.ts';
import { ROUTES } from './routes.ts';
import { fetchFrom, type Service } from './send-request.ts';
import type { Change, InputOf } from './types.ts';

/** The service sends a heartbeat every 15 seconds: three that are missing are a dead connection. */
const SILENCE_MS = 45_000;

/**
 * The changes after `position` that one connection brings. Ends when the service ends it. Throws ProblemError:
 * `unavailable` where the connection breaks or falls silent, else what the service refuses with.
 */
export async function* streamChanges(
  service: Service,
  position: number,
  filter: Pick<InputOf<'listChanges'>, 'types' | 'causes'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Change, void> {
  const request = buildRequest(ROUTES.listChanges, filter);
  request.headers = { accept: 'text/event-stream', 'last-event-id': String(position) };
  const ending = new AbortController();
  const abort = (): void => ending.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort);
  const silence = setTimeout(() => ending.abort(), SILENCE_MS);
  try {
    const response = await fetchFrom(service, request, ending.signal);
    if (response.status !== 200 || response.body === null) {
      const { status, headers } = response;
      takeSuccess(service, { status, headers, text: await response.text() });
      return;
    }
    for await (const event of readEvents(response.body, () => silence.refresh()))
      yield JSON.parse(event.data) as Change;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ProblemError) throw error;
    throw new ProblemError('unavailable', `The stream of ${service.url} broke off.`, { cause: error });
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', abort);
    ending.abort();
  }
}

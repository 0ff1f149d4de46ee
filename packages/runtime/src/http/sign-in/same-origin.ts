import { AppError } from '@writethru/domain';
import type { Request } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site made the browser ask for. Browsers say where a request comes from by
 * Sec-Fetch-Site; older ones by Origin, which must be this host. One that says neither is refused: a form of ours
 * always says one. Throws AppError `forbidden`.
 */
export function refuseForeignOrigin(request: Request): void {
  if (SAFE.has(request.method)) return;
  const site = request.get('sec-fetch-site');
  const isOurs =
    site === undefined ? hostOf(request.get('origin')) === request.get('host') : site === 'same-origin';
  if (!isOurs) throw new AppError('forbidden', 'This can only be asked for from a page of this service.');
}

function hostOf(origin: string | undefined): string | null {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
}

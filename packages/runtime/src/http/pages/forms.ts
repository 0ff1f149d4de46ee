import type { Request, RequestHandler, Response } from 'express';

import { bodyTextOf, readBody } from '../read-body.ts';

const LIMIT_BYTES = 65_536;

/** Reads the body of a form, up to 64 KiB. Throws AppError `unsupported`, `too_large` or `malformed`. */
export function readForm(): RequestHandler {
  return readBody({ mediaTypes: ['application/x-www-form-urlencoded'], limitBytes: LIMIT_BYTES });
}

/** The fields of the form that `readForm` read. */
export function formOf(response: Response): URLSearchParams {
  return new URLSearchParams(bodyTextOf(response));
}

/** A path of this host to go on to; `/` for anything else, as it comes from outside. */
export function readNextPath(text: string | null): string {
  // A second slash, or a backslash that browsers take for one, would name another host.
  return text !== null && /^\/(?![/\\])[\w./?=&%~,:+-]{0,1000}$/.test(text) ? text : '/';
}

/** Whether the caller is a browser that asks for a page. */
export function wantsPage(request: Request): boolean {
  return request.method === 'GET' && (request.get('accept') ?? '').includes('text/html');
}

import type { Request, Response } from 'express';

/** The value of a cookie; null where it is not sent, or sent in a shape that we never give one. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at === -1 || pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return /^[\w./:+-]{1,4000}$/.test(value) ? value : null;
  }
  return null;
}

export interface CookieOptions {
  /** 0 takes the cookie away. */
  maxAgeSeconds: number;
  /** Whether scripts of our own pages may read it. */
  isReadable?: boolean;
}

/**
 * Sets a cookie for the whole host that no other site can make a browser send. It is bound to TLS wherever the browser
 * came by TLS, be it only as far as a proxy.
 */
export function setCookie(
  request: Request,
  response: Response,
  name: string,
  value: string,
  options: CookieOptions,
): void {
  const isSecure = request.secure || request.get('x-forwarded-proto') === 'https';
  const parts = [`${name}=${value}`, 'Path=/', 'SameSite=Strict', `Max-Age=${options.maxAgeSeconds}`];
  if (options.isReadable !== true) parts.push('HttpOnly');
  if (isSecure) parts.push('Secure');
  response.append('Set-Cookie', parts.join('; '));
}

import type { Request, Response } from 'express';

import type { Principal } from '../authenticate.ts';
import { readCookie, setCookie } from '../sign-in/cookies.ts';
import { isTimeZone } from './times.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Who looks at a page, and how. */
export interface PageView {
  /** Null before sign-in, and while nobody can be known. */
  principal: Principal | null;
  theme: Theme;
  /** IANA name of the zone that times are shown in. */
  zone: string;
  /** Where the page is: path and query. */
  path: string;
}

const THEME_COOKIE = 'writethru_theme';
const ZONE_COOKIE = 'writethru_zone';
const YEAR_SECONDS = 31_536_000;

/** Reads from the request how its sender wants pages. Without a choice: the system's theme, and UTC. */
export function readView(request: Request, response: Response): PageView {
  const principal = response.locals['principal'] as Principal | undefined;
  return {
    principal: principal ?? null,
    theme: readTheme(readCookie(request, THEME_COOKIE)) ?? 'system',
    zone: readZone(readCookie(request, ZONE_COOKIE)) ?? 'UTC',
    path: request.originalUrl,
  };
}

/** Keeps what a form chose, for a year; what it does not name stays, and so does what it names and is no choice. */
export function keepView(request: Request, response: Response, form: URLSearchParams): void {
  const theme = readTheme(form.get('theme'));
  const zone = readZone(form.get('zone'));
  const options = { maxAgeSeconds: YEAR_SECONDS };
  if (theme !== null) setCookie(request, response, THEME_COOKIE, theme, options);
  if (zone !== null) setCookie(request, response, ZONE_COOKIE, zone, options);
}

function readTheme(text: string | null): Theme | null {
  return THEMES.find((theme) => theme === text) ?? null;
}

function readZone(text: string | null): string | null {
  return text !== null && isTimeZone(text) ? text : null;
}

import type { Principal } from '@writethru/runtime';
import type { Pool, Viewer } from '@writethru/store';

import type { PageParts } from './page.ts';
import type { Questions } from './questions.ts';
import type { Clock } from './times.ts';

/** The desk as one request finds it: who looks, when, and how to ask. */
export interface Desk {
  pool: Pool;
  principal: Principal;
  viewer: Viewer;
  /** The time of the request: the same all through it. */
  now: () => Date;
  questions: Questions;
  clock: Clock;
  /** An IANA name. */
  timeZone: string;
  /** What was asked, each once. */
  query: Readonly<Record<string, string>>;
  /** Of the path. */
  params: Readonly<Record<string, string>>;
  /** What a form sent; empty on a GET. */
  form: URLSearchParams;
}

/** A page of the desk. It throws AppError for what it can't show. */
export interface DeskPage {
  path: string;
  /** Whether a form sends to it, too. */
  takesForm?: boolean;
  /** Who may come here; default: who may read. */
  scope?: 'edit';
  answer(desk: Desk): Promise<PageParts | { redirect: string }>;
}

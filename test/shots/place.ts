import type { Page } from 'playwright-core';

/** A page that is shot. */
export interface Place {
  /** Of the file, without size and scheme. */
  name: string;
  path: string;
  /** Shot by somebody who is not signed in. */
  isSignedOut?: boolean;
  /** What is done on it first. */
  prepare?(page: Page): Promise<void>;
}

const MAX_WAIT_SECONDS = 30;

/** The milliseconds of `Prefer: wait=SECONDS`, 30 s at most; 0 where it is not preferred. */
export function readWait(prefer: string | undefined): number {
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(prefer ?? '')?.[1];
  return Math.min(MAX_WAIT_SECONDS, Number(seconds ?? '0')) * 1000;
}

import type { Output } from '../io.ts';

const REDRAW_MS = 100;

export interface ProgressLine {
  /** Shows `text` in place of what stood there. On anything but a terminal nothing is shown. */
  update: (text: string) => void;
  /** Takes the line away, so that other output can follow. */
  clear: () => void;
}

/** A line on the terminal that is written over, at most ten times a second. */
export function createProgressLine(output: Output, now: () => number): ProgressLine {
  let drawnAtMs = -Infinity;
  let isShown = false;
  return {
    update: (text) => {
      if (output.isTTY !== true || now() - drawnAtMs < REDRAW_MS) return;
      output.write(`\r\u001b[2K${text.slice(0, (output.columns ?? 80) - 1)}`);
      drawnAtMs = now();
      isShown = true;
    },
    clear: () => {
      if (isShown) output.write('\r\u001b[2K');
      isShown = false;
      drawnAtMs = -Infinity;
    },
  };
}

import type { Output } from '../io.ts';

const REDRAW_MS = 100;
const BAR_CELLS = 20;

export interface ProgressLine {
  /** Shows `text`, behind a bar where the share done is known (0 to 1), in place of what stood there. */
  update: (text: string, share?: number | null) => void;
  /** Takes the line away, so that other output can follow. */
  clear: () => void;
}

/** A line on the terminal that is written over, at most ten times a second. A pipe or a file gets nothing of it. */
export function createProgressLine(output: Output, now: () => number): ProgressLine {
  let drawnAtMs = -Infinity;
  let isShown = false;
  return {
    update: (text, share = null) => {
      if (output.isTTY !== true || now() - drawnAtMs < REDRAW_MS) return;
      const line = share === null ? text : `${drawBar(share)} ${text}`;
      output.write(`\r\u001b[2K${line.slice(0, (output.columns ?? 80) - 1)}`);
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

/** `█████░░░░░  50 %`. A share outside 0 to 1 is taken for the nearer end. */
function drawBar(share: number): string {
  const done = Math.min(1, Math.max(0, share));
  const cells = Math.round(done * BAR_CELLS);
  return `${'█'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)} ${String(Math.round(done * 100)).padStart(3)} %`;
}

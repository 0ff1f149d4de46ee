import { ProblemError } from '@writethru/client';
import { AppError } from '@writethru/domain';

import { printable } from './terminal/printable.ts';

/** One line for a person, without a stack. A fault of ours says so. */
export function explainError(error: unknown): string {
  if (error instanceof AppError) {
    const faults = error.faults.map((fault) => `${fault.pointer}: ${fault.detail}`).join('; ');
    return printable(faults === '' ? error.message : `${error.message} (${faults})`);
  }
  if (error instanceof ProblemError) return printable(error.message);
  return printable(`unexpected: ${error instanceof Error ? error.message : String(error)}`);
}

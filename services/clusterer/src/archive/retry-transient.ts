import { isTransient } from '@writethru/domain';

const MAX_TRIES = 6;

/** A store that is away for a moment should not end a long import. */
export async function retryTransient<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || tried === MAX_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** tried));
    }
  }
}

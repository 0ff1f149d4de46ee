import { AppError, type ErrorCode } from '@writethru/domain';
import type { Pool, Replica } from '@writethru/store';

/** Where an operation was answered from. */
export type ReadSource = 'replica' | 'primary';

/** Not refusals of the request but troubles of the server, which the primary may not have. */
const TROUBLES: ReadonlySet<ErrorCode> = new Set(['unavailable', 'conflict', 'bug']);

/** Makes the handler of an operation that only reads of what makes it for one pool. */
export type ReadFrom = <Input, Answer extends object>(
  make: (pool: Pool, now: () => Date) => (input: Input) => Promise<Answer>,
) => (input: Input) => Promise<Answer>;

/**
 * Answers from the replica where it shows all that was committed when the request came, so that readers see what they
 * wrote and nothing that was withdrawn; else, or where it fails, from the primary. Answers that go on by
 * themselves are the primary's: nobody could take them over midway.
 */
export function makeReadFrom(
  primary: Pool,
  replica: Replica | undefined,
  now: () => Date,
  observe: (source: ReadSource) => void = () => {},
): ReadFrom {
  return (make) => {
    const onPrimary = make(primary, now);
    const onReplica = replica && make(replica.pool, now);
    return async (input) => {
      if (onReplica && (await replica.isCaughtUp())) {
        const answer = await onReplica(input).catch(passRefusal);
        if (answer !== null && !('stream' in answer)) {
          observe('replica');
          return answer;
        }
      }
      observe('primary');
      return onPrimary(input);
    };
  };
}

function passRefusal(error: unknown): null {
  if (error instanceof AppError && !TROUBLES.has(error.code)) throw error;
  return null;
}

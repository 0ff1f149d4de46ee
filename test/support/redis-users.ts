import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../deploy/redis');

/** Of every user. */
export const USERS_PASSWORD = 'redis-of-the-tests';
/** As a URL has it. */
export const SERVICE_LOGIN = `writethru:${USERS_PASSWORD}`;
/** Who may do what the tests do to a server. */
export const OPERATOR = { username: 'operator', password: USERS_PASSWORD } as const;

/**
 * Writes the users of these files of deploy/redis, and an operator, into the one file that a server takes as its
 * `aclfile`. Answers its path.
 */
export function writeUsers(
  folder: string,
  ...files: readonly ('users.acl' | 'failover.acl' | 'sentinels.acl')[]
): string {
  const users = files.map((file) => readFileSync(path.join(FOLDER, file), 'utf8').trimEnd());
  const operator = `user ${OPERATOR.username} on >${OPERATOR.password} ~* &* +@all`;
  const written = path.join(folder, 'users.acl');
  const text = [...users, operator, ''].join('\n');
  writeFileSync(written, text.replaceAll(/\b[A-Z]+_PASSWORD\b/g, USERS_PASSWORD));
  return written;
}

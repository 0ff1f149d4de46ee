import { readFileSync } from 'node:fs';

/** An account of this machine. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/**
 * The account that Postgres runs as: null for our own. Postgres refuses root, and initdb wants its account to stand in
 * the password file, so root takes one that is there already. Throws where there is none.
 */
export function chooseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const accounts = lines.map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find((fields) => fields[0] === name);
    if (found) return { name, uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error(
    'Postgres does not run as root, and there is neither a "postgres" nor a "nobody" account. Run as another user, or set DATABASE_URL.',
  );
}

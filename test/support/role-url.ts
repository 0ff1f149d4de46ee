/** What the roles of the test servers log in with. */
export const TEST_ROLE_PASSWORDS = {
  migrator: 'migrator-of-the-tests',
  intake: 'intake-of-the-tests',
  clusterer: 'clusterer-of-the-tests',
  query: 'query-of-the-tests',
  ops: 'ops-of-the-tests',
};

/** The database as a service's own role sees it: with the rights that it has in production, and no others. */
export function roleUrl(databaseUrl: string, role: keyof typeof TEST_ROLE_PASSWORDS): string {
  const url = new URL(databaseUrl);
  url.username = `writethru_${role}`;
  url.password = TEST_ROLE_PASSWORDS[role];
  return url.href;
}

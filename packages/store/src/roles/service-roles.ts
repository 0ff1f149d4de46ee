/** The services that have a role of their own in Postgres. */
export const SERVICES = ['intake', 'clusterer', 'query', 'ops'] as const;
export type Service = (typeof SERVICES)[number];

/** Owns the schema and changes it: what `npm run migrate` connects as where services have roles. */
export const MIGRATOR = 'writethru_migrator';

/** The name of a service's role. */
export function roleOf(service: Service): string {
  return `writethru_${service}`;
}

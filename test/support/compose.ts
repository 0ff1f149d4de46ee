import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

const FILE = path.resolve(import.meta.dirname, '../../docker-compose.yml');

/** What the tests ask of a service in docker-compose.yml, merge keys resolved and variables as they stand there. */
export interface ComposeService {
  image: string;
  build?: string;
  pull_policy?: string;
  init?: boolean;
  restart?: string;
  profiles?: string[];
  entrypoint?: string[];
  command?: string[];
  /** Null: what is set where compose runs. */
  environment?: Record<string, string | null>;
  ports?: string[];
  volumes?: string[];
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  privileged?: boolean;
  networks?: Record<string, { aliases?: string[] }>;
  deploy?: { resources?: { limits?: { memory?: string } } };
}

/** By name, in the order of the file. */
export function readComposeServices(): Record<string, ComposeService> {
  const text = readFileSync(FILE, 'utf8');
  return (parse(text, { merge: true }) as { services: Record<string, ComposeService> }).services;
}

/** The services of our own image: all but Postgres, Redis and the observers. */
export function readOwnServices(): Record<string, ComposeService> {
  const all = Object.entries(readComposeServices());
  return Object.fromEntries(all.filter(([, { image }]) => image === 'writethru'));
}

/** Puts variables in as compose does: `${NAME}`, `${NAME:-default}`, `${NAME:?why}`, and `$$` for a dollar. */
export function fillIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(
    /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (whole, name?: string, kind?: string, rest?: string) => {
      if (name === undefined) return whole === '$$' ? '$' : whole;
      const value = variables[name];
      if (value !== undefined && value !== '') return value;
      if (kind === '?') throw new Error(`${name}: ${rest}`);
      return rest ?? '';
    },
  );
}

/** A program, and its whole environment beside what the image sets. */
export interface ComposeRun {
  command: string[];
  environment: Record<string, string>;
}

/**
 * What compose runs a service by, with these variables set: `args` take the place of its command, as those of
 * `docker compose run` do.
 */
export function planRun(
  service: string,
  variables: Readonly<Record<string, string>>,
  args?: readonly string[],
): ComposeRun {
  const { entrypoint = [], command = [], environment = {} } = readComposeServices()[service]!;
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== null) filled[name] = fillIn(value, variables);
    else if (variables[name] !== undefined) filled[name] = variables[name];
  }
  return {
    command: [...entrypoint, ...(args ?? command)].map((part) => fillIn(part, variables)),
    environment: filled,
  };
}

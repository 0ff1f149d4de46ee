import { readFileSync } from 'node:fs';
import os from 'node:os';

import { newId } from '@writethru/domain';

/** A process that runs a service, as it tells of itself. */
export interface ProcessFacts {
  /** Of this start of it. */
  id: string;
  service: string;
  host: string;
  pid: number;
  version: string;
  startedAt: string;
  memoryBytes: number;
}

/** Makes what this process says of itself as `service`; the memory is that of the moment. */
export function makeProcessFacts(service: string): () => ProcessFacts {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const facts = {
    id: newId(),
    service,
    host: os.hostname(),
    pid: process.pid,
    version: manifest.version,
    startedAt: new Date(Date.now() - process.uptime() * 1000).toISOString(),
  };
  return () => ({ ...facts, memoryBytes: process.memoryUsage.rss() });
}

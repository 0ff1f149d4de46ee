import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

import { makeText } from '../../support/made-text.ts';
import type { Supervised } from '../../support/supervised.ts';
import { last, type Row } from '../row.ts';
import type { Stage } from '../stage.ts';

const FEW_MS = 5_000;
const IDLE_CLIENTS = 60;
/** More than what is open already. */
const FREE_DESCRIPTORS = 3;

/** A process gets so much of every fifth of a second. */
const SLICE_MS = 20;
const PAUSE_MS = 180;
const STARVED_MS = 9_000;

const CROWD = 300;

/** The soft limit alone, of a process that runs: `null` puts back what the hard limit allows. */
function limitDescriptors({ pid }: Supervised, count: number | null): void {
  const soft = count === null ? readHardLimit(pid) : String(count);
  spawnSync('prlimit', ['--pid', String(pid), `--nofile=${soft}:`]);
}

function readHardLimit(pid: number): string {
  const args = ['--pid', String(pid), '--nofile', '--noheadings', '--raw', '--output', 'HARD'];
  return spawnSync('prlimit', args, { encoding: 'utf8' }).stdout.trim();
}

function openIdleClients(urls: readonly string[], count: number): Socket[] {
  return Array.from({ length: count }, (_one, at) => {
    const { hostname, port } = new URL(urls[at % urls.length]!);
    return connect(Number(port), hostname).on('error', () => {});
  });
}

/** By turns of SIGSTOP and SIGCONT, as a control group whose quota is used up lets a process run. */
async function starve(stage: Stage): Promise<void> {
  const services = [...stage.intakes, ...stage.clusterers];
  const end = performance.now() + STARVED_MS;
  while (performance.now() < end) {
    for (const service of services) service.kill('SIGSTOP');
    await last(PAUSE_MS);
    for (const service of services) service.kill('SIGCONT');
    await last(SLICE_MS);
  }
}

/** Processes that have too little of something. */
export const RESOURCE_ROWS: Row[] = [
  {
    name: 'few-descriptors',
    fault:
      'intakes and clusterers may open three files more than they have open, lose their connections, and 60 clients come',
    expected: 'connections are refused or answered 503, no process ends; all go on afterwards',
    mayRefuse: true,
    findObstacle: () =>
      spawnSync('prlimit', ['--version']).status === 0 ? null : 'there is no prlimit here',
    async run({ stage }) {
      const harmed = [...stage.intakes, ...stage.clusterers];
      for (const service of harmed)
        limitDescriptors(service, readdirSync(`/proc/${service.pid}/fd`).length + FREE_DESCRIPTORS);
      const idle = openIdleClients(stage.intakeUrls, IDLE_CLIENTS);
      for (const way of ['intake-postgres', 'clusterer-postgres', 'intake-redis', 'clusterer-redis'] as const)
        for (const proxy of stage.ways.of(way)) proxy.breakAll();
      await last(FEW_MS);
      for (const service of harmed) limitDescriptors(service, null);
      for (const socket of idle) socket.destroy();
    },
  },
  {
    name: 'processor-starved',
    fault: 'intakes and clusterers get a tenth of a processor, 20 ms at a time, for 9 s',
    expected: 'all is slower, and nothing else',
    mayRefuse: true,
    run: ({ stage }) => starve(stage),
  },
  {
    name: 'pool-exhausted',
    fault: 'intakes with two connections to Postgres each get an article 300 times at once, three times',
    expected: 'requests wait for their turn, or are answered 503; it is one article',
    mayRefuse: true,
    async run({ stage, post }) {
      const ownEnv = { DATABASE_POOL_SIZE: '2' };
      await Promise.all(stage.intakes.map((intake) => intake.replace({ ownEnv })));
      await Promise.all(stage.intakes.map((intake) => intake.ready()));
      for (let wave = 0; wave < 3; wave++) {
        const body = makeText(4_300_000 + wave, 80);
        await Promise.all(Array.from({ length: CROWD }, () => post(`crowd-${wave}`, body)));
      }
      await Promise.all(stage.intakes.map((intake) => intake.replace({})));
    },
  },
];

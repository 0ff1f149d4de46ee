import { html, renderTime } from '@writethru/runtime';
import type { OpsSnapshot } from '@writethru/store';

import { formatBytes, formatCount, formatSeconds } from '../format.ts';
import { renderState, renderTable, type Section } from './section.ts';

const FULL = 0.8;

/** Redis, Postgres, and the processes that live. */
export function makeMachinesSection({ processes, postgres, queue }: OpsSnapshot, zone: string): Section {
  const clusterers = processes.filter(({ service }) => service === 'clusterer').length;
  const redis = queue?.redis ?? null;
  const isEvicting = redis !== null && redis.evictionPolicy !== 'noeviction';
  const isFull = postgres.connections > postgres.maxConnections * FULL;
  return {
    id: 'machines',
    title: 'Redis, Postgres, workers',
    summary: `${clusterers} ${clusterers === 1 ? 'clusterer' : 'clusterers'} alive, Postgres ${postgres.version.split(' ')[0] ?? ''}${redis === null ? '' : `, Redis ${redis.version}`}`,
    weight: clusterers === 0 || isEvicting ? 10 : isFull ? 6 : 0,
    body: html`${renderTable(
      'At the last sample',
      ['What', 'Value', 'State'],
      [
        [
          'Postgres connections',
          `${formatCount(postgres.connections)} of ${formatCount(postgres.maxConnections)}`,
          isFull ? renderState('warn', 'nearly all') : renderState('good', 'enough'),
        ],
        ['Postgres size', formatBytes(postgres.databaseBytes), ''],
        ['Oldest transaction', formatSeconds(postgres.oldestTransactionSeconds), ''],
        ...(redis === null
          ? []
          : [
              [
                'Redis memory',
                `${formatBytes(redis.memoryUsedBytes)} of ${redis.memoryMaxBytes === 0 ? 'no limit' : formatBytes(redis.memoryMaxBytes)}`,
                '',
              ],
              [
                'Redis eviction policy',
                redis.evictionPolicy,
                isEvicting ? renderState('bad', 'loses jobs') : renderState('good', 'keeps all'),
              ],
            ]),
      ],
    )}
    ${renderTable(
      'Processes heard of within 30 s',
      ['Services', 'Version', 'Host', '#Process', '#Memory', 'Started'],
      groupByProcess(processes).map(({ services, version, host, pid, memoryBytes, startedAt }) => [
        services.join(', '),
        version,
        host,
        String(pid),
        formatBytes(memoryBytes),
        renderTime(new Date(startedAt), zone),
      ]),
    )}`,
  };
}

/** A process may run several services: they are told of in one row. */
function groupByProcess(processes: OpsSnapshot['processes']) {
  const groups = new Map<string, OpsSnapshot['processes'][number] & { services: string[] }>();
  for (const one of processes) {
    const key = `${one.host} ${one.pid}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...one, services: [one.service] });
    else if (!group.services.includes(one.service)) group.services.push(one.service);
  }
  return [...groups.values()];
}

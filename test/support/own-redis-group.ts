import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Redis } from 'ioredis';

import { findTestPort } from './free-port.ts';
import { until } from './until.ts';

interface Member {
  port: number;
  ask: Redis;
  child: ChildProcess;
}

/** Redis processes of one test file's own that belong together: a cluster, or a server with a replica and sentinels. */
class OwnRedisGroup {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-redis-group-'));
  private readonly members: Member[] = [];

  /** Starts one with these settings, a sentinel where `isSentinel`; resolves when it answers. */
  async start(settings: readonly (readonly string[])[], isSentinel = false): Promise<Member> {
    const port = await findTestPort();
    const dir = path.join(this.folder, String(port));
    mkdirSync(dir);
    const all = [['port', String(port)], ['bind', '127.0.0.1'], ['dir', dir], ...settings];
    // A sentinel writes what it learns into its file, so it must have one.
    const file = path.join(dir, 'redis.conf');
    writeFileSync(file, all.map((setting) => setting.join(' ')).join('\n'));
    const executable = process.env['WRITETHRU_TEST_REDIS_EXECUTABLE']!;
    const child = spawn(executable, [file, ...(isSentinel ? ['--sentinel'] : [])], { stdio: 'ignore' });
    const ask = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
    ask.on('error', () => {});
    const member = { port, ask, child };
    this.members.push(member);
    await ask.ping();
    return member;
  }

  /** SIGKILL, and it stays away. */
  async kill(member: Member): Promise<void> {
    member.ask.disconnect();
    if (member.child.exitCode !== null || member.child.signalCode !== null) return;
    const gone = new Promise((resolve) => member.child.once('exit', resolve));
    member.child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => this.kill(member)));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const UNSAVED = [
  ['save', '""'],
  ['appendonly', 'no'],
  ['maxmemory-policy', 'noeviction'],
];
const SLOTS = 16_384;

/** A Redis Cluster of three masters with a replica each. */
export async function openRedisCluster(): Promise<{
  url: string;
  /** Kills the master that holds the key's slot. */
  killMasterOf: (key: string) => Promise<void>;
  close: () => Promise<void>;
}> {
  const group = new OwnRedisGroup();
  const members: Member[] = [];
  for (let at = 0; at < 6; at++) {
    const cluster = [
      ['cluster-enabled', 'yes'],
      ['cluster-port', String(await findTestPort())],
      ['cluster-node-timeout', '1000'],
      ['cluster-replica-validity-factor', '0'],
    ];
    members.push(await group.start([...UNSAVED, ...cluster]));
  }
  const masters = members.slice(0, 3);
  const cut = (at: number): number => Math.floor((at * SLOTS) / 3);
  for (const [at, { ask }] of masters.entries()) {
    await ask.call('cluster', 'addslotsrange', cut(at), cut(at + 1) - 1);
    // Masters of one epoch would quarrel about it before they vote.
    await ask.call('cluster', 'set-config-epoch', at + 1);
  }
  const [first] = masters;
  for (const { port, ask } of members.slice(1)) {
    const bus = String(await ask.config('GET', 'cluster-port')).split(',')[1]!;
    await first!.ask.call('cluster', 'meet', '127.0.0.1', port, bus);
  }
  const ids = await Promise.all(masters.map(({ ask }) => ask.call('cluster', 'myid')));
  for (const [at, { ask }] of members.slice(3).entries()) {
    await until(() =>
      ask.call('cluster', 'replicate', String(ids[at])).then(
        () => true,
        () => false,
      ),
    );
  }
  for (const { ask } of members) {
    await until(async () => String(await ask.call('cluster', 'info')).includes('cluster_state:ok'));
  }
  for (const { ask } of members.slice(3)) {
    await until(async () => (await ask.info('replication')).includes('master_link_status:up'));
  }
  return {
    url: `redis-cluster://${members.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    async killMasterOf(key) {
      const slot = Number(await first!.ask.call('cluster', 'keyslot', key));
      await group.kill(masters.findLast((_master, at) => cut(at) <= slot)!);
    },
    close: () => group.close(),
  };
}

/** A server with a replica, and three sentinels that watch them. */
export async function openWatchedRedis(): Promise<{
  url: string;
  killMaster: () => Promise<void>;
  close: () => Promise<void>;
}> {
  const group = new OwnRedisGroup();
  const master = await group.start(UNSAVED);
  await group.start([...UNSAVED, ['replicaof', '127.0.0.1', String(master.port)]]);
  const sentinels: Member[] = [];
  for (let at = 0; at < 3; at++) {
    const watch = ['sentinel', 'monitor', 'wire', '127.0.0.1', String(master.port), '2'];
    const impatient = ['sentinel', 'down-after-milliseconds', 'wire', '1000'];
    sentinels.push(await group.start([watch, impatient], true));
  }
  for (const { ask } of sentinels) {
    await until(async () => /slaves=1,sentinels=3/.test(await (ask.info('sentinel') as Promise<string>)));
  }
  return {
    url: `redis-sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/wire`,
    killMaster: () => group.kill(master),
    close: () => group.close(),
  };
}

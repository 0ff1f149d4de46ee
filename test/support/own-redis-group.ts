import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Redis } from 'ioredis';

import { findTestPort } from './free-port.ts';
import { OPERATOR, SERVICE_LOGIN, USERS_PASSWORD, writeUsers } from './redis-users.ts';
import { until } from './until.ts';

interface Member {
  port: number;
  ask: Redis;
  child: ChildProcess;
}

/** Redis processes that belong together, of which one is the master of the queue. All ask for a login. */
export interface RedisGroup {
  /** As REDIS_URL has it, with the login of the services. */
  url: string;
  /** SIGKILL of the queue's master. It stays away. */
  killMaster: () => Promise<void>;
  /** Resolves when a replica has become a master. */
  waitForPromotion: () => Promise<void>;
  /** Whom those that live have refused what, by their ACL. */
  listRefused: () => Promise<string[]>;
  close: () => Promise<void>;
}

/** Where a group is left to be closed, as soon as there is something to close. */
interface Undo {
  push(close: () => Promise<void>): void;
}

/** Redis processes of one test file's own that belong together: a cluster, or a server with a replica and sentinels. */
class OwnRedisGroup {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-redis-group-'));
  private readonly members: Member[] = [];
  private isClosed = false;

  /** Starts one with these settings, a sentinel where `isSentinel`; resolves when it answers. */
  async start(settings: readonly (readonly string[])[], isSentinel = false): Promise<Member> {
    const port = await findTestPort();
    if (this.isClosed) throw new Error('The group is closed.');
    const dir = path.join(this.folder, String(port));
    mkdirSync(dir);
    const users = isSentinel
      ? writeUsers(dir, 'sentinels.acl')
      : writeUsers(dir, 'users.acl', 'failover.acl');
    const own = [
      ['port', String(port)],
      ['bind', '127.0.0.1'],
      ['dir', dir],
      ['aclfile', users],
    ];
    const all = [...own, ...settings];
    // A sentinel writes what it learns into its file, so it must have one.
    const file = path.join(dir, 'redis.conf');
    writeFileSync(file, all.map((setting) => setting.join(' ')).join('\n'));
    const executable = process.env['WRITETHRU_TEST_REDIS_EXECUTABLE']!;
    const child = spawn(executable, [file, ...(isSentinel ? ['--sentinel'] : [])], { stdio: 'ignore' });
    // By default a command is given up after twenty tries, and a busy machine may need longer than those to start one.
    const patience = { retryStrategy: () => 50, maxRetriesPerRequest: null };
    const ask = new Redis(port, '127.0.0.1', { ...OPERATOR, ...patience });
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

  async listRefused(): Promise<string[]> {
    const living = this.members.filter(({ ask }) => ask.status === 'ready');
    const logs = await Promise.all(living.map(({ ask }) => ask.call('acl', 'log')));
    return logs.flatMap((log) => (log as unknown[][]).map(nameRefused)).filter((what) => !IGNORED.test(what));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.members.map((member) => this.kill(member)));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What ioredis tells of itself: a Redis from 7.2 on refuses it, and nobody minds. */
const IGNORED = /client\|setinfo$/;

/** An entry of ACL LOG is names and values by turns. */
function nameRefused(entry: readonly unknown[]): string {
  const valueOf = (name: string): string => String(entry[entry.indexOf(name) + 1]);
  return `${valueOf('username')}: ${valueOf('reason')} ${valueOf('object')}`;
}

type Build = (
  group: OwnRedisGroup,
) => Promise<Pick<RedisGroup, 'url' | 'killMaster'> & { replicas: readonly Member[] }>;

/** Closes what was begun where not all of it can be opened. */
async function openGroup(undo: Undo | undefined, build: Build): Promise<RedisGroup> {
  const group = new OwnRedisGroup();
  undo?.push(() => group.close());
  try {
    const { replicas, ...built } = await build(group);
    return {
      ...built,
      async waitForPromotion() {
        const areMasters = async (): Promise<boolean[]> =>
          Promise.all(
            replicas.map(async ({ ask }) => (await ask.info('replication')).includes('role:master')),
          );
        await until(async () => (await areMasters()).includes(true));
      },
      listRefused: () => group.listRefused(),
      close: () => group.close(),
    };
  } catch (error) {
    await group.close();
    throw error;
  }
}

const SERVER = [
  ['save', '""'],
  ['appendonly', 'no'],
  ['maxmemory-policy', 'noeviction'],
  ['masteruser', 'replica'],
  ['masterauth', USERS_PASSWORD],
];
const SENTINEL = [
  // Where a vote comes to nothing there is another after twice as long: by default after six minutes.
  ['sentinel', 'failover-timeout', 'wire', '5000'],
  ['sentinel', 'auth-user', 'wire', 'sentinel'],
  ['sentinel', 'auth-pass', 'wire', USERS_PASSWORD],
  ['sentinel', 'sentinel-user', 'sentinel'],
  ['sentinel', 'sentinel-pass', USERS_PASSWORD],
];
const SLOTS = 16_384;
/** The queue is in one slot, so the master of any of its keys is the one that matters. */
const KEY_OF_QUEUE = '{bull}:articles:id';

/** A Redis Cluster of three masters with a replica each. */
export function openRedisCluster(undo?: Undo): Promise<RedisGroup> {
  return openGroup(undo, buildCluster);
}

/** A server with a replica, and three sentinels that watch them. */
export function openWatchedRedis(undo?: Undo): Promise<RedisGroup> {
  return openGroup(undo, buildWatched);
}

const buildCluster: Build = async (group) => {
  const members: Member[] = [];
  for (let at = 0; at < 6; at++) {
    const cluster = [
      ['cluster-enabled', 'yes'],
      ['cluster-port', String(await findTestPort())],
      ['cluster-node-timeout', '1000'],
      ['cluster-replica-validity-factor', '0'],
    ];
    members.push(await group.start([...SERVER, ...cluster]));
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
    url: `redis-cluster://${SERVICE_LOGIN}@${listHosts(members)}`,
    async killMaster() {
      const slot = Number(await first!.ask.call('cluster', 'keyslot', KEY_OF_QUEUE));
      await group.kill(masters.findLast((_master, at) => cut(at) <= slot)!);
    },
    replicas: members.slice(3),
  };
};

const buildWatched: Build = async (group) => {
  const master = await group.start(SERVER);
  const replica = await group.start([...SERVER, ['replicaof', '127.0.0.1', String(master.port)]]);
  const sentinels: Member[] = [];
  for (let at = 0; at < 3; at++) {
    const watch = ['sentinel', 'monitor', 'wire', '127.0.0.1', String(master.port), '2'];
    const impatient = ['sentinel', 'down-after-milliseconds', 'wire', '1000'];
    sentinels.push(await group.start([watch, impatient, ...SENTINEL], true));
  }
  for (const { ask } of sentinels) {
    await until(async () => /slaves=1,sentinels=3/.test(await (ask.info('sentinel') as Promise<string>)));
  }
  return {
    url: `redis-sentinel://${SERVICE_LOGIN}@${listHosts(sentinels)}/wire?sentinelPassword=${USERS_PASSWORD}`,
    killMaster: () => group.kill(master),
    replicas: [replica],
  };
};

function listHosts(members: readonly Member[]): string {
  return members.map(({ port }) => `127.0.0.1:${port}`).join(',');
}

import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { ComposeRun } from './compose.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NOBODY = '65534';

/**
 * As docker-compose.yml runs the services: nothing can be written but a tmpfs, no account's rights, no capabilities,
 * and none to be gained. "$0" is the tmpfs's place, the rest is run.
 */
const HARDEN = `
set -e
mount -t tmpfs -o mode=1777 tmpfs "$0"
awk '{ print $5 }' /proc/self/mountinfo | while read -r place; do
  case "$place" in "$0" | /proc* | /sys* | /dev*) ;; *) mount -o remount,bind,ro "$place" 2>/dev/null || true ;; esac
done
exec setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
`;

/** A folder for the tmpfs of one test file, gone with it. */
export class HardenedPlace {
  /** What stands for /tmp: each process has one of its own. */
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-hardened-'));
  /** By service. */
  private readonly children = new Map<string, ChildProcessWithoutNullStreams>();

  /** Runs a program to its end; answers its code and what it wrote. */
  try(...command: string[]): { code: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync('unshare', this.wrap(command), {
      encoding: 'utf8',
      cwd: ROOT,
    });
    return { code: status, output: stdout + stderr };
  }

  /** Runs what compose would to its end. `output` is of standard output alone, `log` of both. */
  async run(run: ComposeRun): Promise<{ code: number | null; output: string; log: string }> {
    const child = this.spawn(run);
    let output = '';
    child.stdout.on('data', (text: string) => (output += text));
    const readLog = collect(child);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output, log: readLog() };
  }

  /** Starts what compose would, with nothing of our environment but PATH. Answers what it has logged. */
  start(service: string, run: ComposeRun): () => string {
    const child = this.spawn(run);
    this.children.set(service, child);
    return collect(child);
  }

  /** SIGTERM; answers the code that it ends with. */
  async stop(service: string): Promise<number | null> {
    const child = this.children.get(service)!;
    this.children.delete(service);
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await gone;
    return child.exitCode;
  }

  /** How far a service that was started lets others go first. */
  nicenessOf(service: string): number {
    return os.getPriority(this.children.get(service)!.pid);
  }

  async close(): Promise<void> {
    for (const service of this.children.keys()) await this.stop(service);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private spawn({ command, environment }: ComposeRun): ChildProcessWithoutNullStreams {
    const image = { WRITETHRU_SKIP_INSTALL: '1', NODE_ENV: 'production', TMPDIR: this.folder };
    const child = spawn('unshare', this.wrap(command), {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...image, ...environment },
    });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8');
    child.stdin.end();
    return child;
  }

  private wrap(command: string[]): string[] {
    return ['--mount', '--propagation', 'private', 'sh', '-c', HARDEN, this.folder, ...command];
  }
}

function collect(child: ChildProcessWithoutNullStreams): () => string {
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: string) => (log += text));
  return () => log;
}

/** Why processes can't be hardened here; null where they can. */
export function whyNotHardened(): string | null {
  if (process.getuid?.() !== 0) return 'it takes root to make a mount namespace';
  const place = new HardenedPlace();
  const { code, output } = place.try('node', '--eval', "require('node:fs').readFileSync('package.json')");
  void place.close();
  return code === 0
    ? null
    : `unshare and setpriv do not run a program that reads the checkout: ${output.slice(0, 200)}`;
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

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
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-hardened-'));
  /** By service. */
  private readonly children = new Map<string, ChildProcess>();

  /** Runs a program to its end; answers its code and what it wrote. */
  try(...command: string[]): { code: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync('unshare', this.wrap(command), {
      encoding: 'utf8',
      cwd: ROOT,
    });
    return { code: status, output: stdout + stderr };
  }

  /** Starts a service as its npm script does, with nothing of our environment but PATH. Answers what it has logged. */
  start(service: string, env: Record<string, string>): () => string {
    const child = spawn(
      'unshare',
      this.wrap(['node', 'scripts/run.mjs', `services/${service}/src/main.ts`]),
      {
        cwd: ROOT,
        env: { PATH: process.env['PATH'] ?? '', TMPDIR: this.folder, WRITETHRU_SKIP_INSTALL: '1', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.children.set(service, child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    return () => output;
  }

  /** How far a service that was started lets others go first. */
  nicenessOf(service: string): number {
    return os.getPriority(this.children.get(service)!.pid);
  }

  async close(): Promise<void> {
    for (const child of this.children.values()) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.kill('SIGTERM')) await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private wrap(command: string[]): string[] {
    return ['--mount', '--propagation', 'private', 'sh', '-c', HARDEN, this.folder, ...command];
  }
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

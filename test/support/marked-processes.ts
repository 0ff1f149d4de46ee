import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Children inherit it, and theirs do: so the processes of one start are told from all others of the machine. */
const NAME = 'WRITETHRU_TEST_MARK';

export interface Mark {
  /** To be given to what is started. */
  env: Record<string, string>;
  /** Command lines of the live processes that carry the mark, by pid. Zombies have none and are left out. */
  list(): Map<number, string>;
}

/** Makes a mark. Reads /proc, so it is for Linux alone. */
export function makeMark(): Mark {
  const value = randomBytes(8).toString('hex');
  return {
    env: { [NAME]: value },
    list() {
      const found = new Map<number, string>();
      for (const entry of readdirSync('/proc')) {
        if (!/^\d+$/.test(entry)) continue;
        const environment = readProc(entry, 'environ');
        if (!environment.split('\0').includes(`${NAME}=${value}`)) continue;
        const commandLine = readProc(entry, 'cmdline').replaceAll('\0', ' ').trim();
        if (commandLine !== '') found.set(Number(entry), commandLine);
      }
      return found;
    },
  };
}

/** Empty where the process is gone, or somebody else's. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

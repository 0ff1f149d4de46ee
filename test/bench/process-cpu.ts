import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: fixed at 100 on Linux for user space. */
const TICKS_A_SECOND = 100;

interface ProcessRow {
  pid: number;
  parentPid: number;
  /** Of itself and of its children that ended and were waited for. */
  cpuMs: number;
}

/** CPU milliseconds that a process and everything below it have used so far. Linux alone; 0 elsewhere. */
export function readTreeCpuMs(rootPid: number): number {
  const rows = readProcesses();
  const tree = listTree(rootPid, rows);
  return rows.filter((row) => tree.has(row.pid)).reduce((sum, row) => sum + row.cpuMs, 0);
}

/** The pids of a process and everything below it. Linux alone; elsewhere its own. */
export function listTree(rootPid: number, rows = readProcesses()): Set<number> {
  const wanted = new Set([rootPid]);
  // Children have no smaller pid as a rule, but pids wrap: until nothing more is found.
  for (let before = 0; before !== wanted.size;) {
    before = wanted.size;
    for (const row of rows) if (wanted.has(row.parentPid)) wanted.add(row.pid);
  }
  return wanted;
}

/** Resident memory of one process in MiB; 0 where it is gone. */
export function readResidentMib(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Memory in MiB of a process and everything below it, what several of them share counted once; 0 where it may not be
 * read, which takes the same account or root.
 */
export function readTreeProportionalMib(rootPid: number): number {
  let kib = 0;
  for (const pid of listTree(rootPid)) {
    try {
      kib += Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended while we looked, or is somebody else's.
    }
  }
  return kib / 1024;
}

function readProcesses(): ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const name of safeReadDir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The command in brackets may hold spaces: what counts comes after it.
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      rows.push({
        pid: Number(name),
        parentPid: Number(fields[1]),
        cpuMs: (ticks * 1_000) / TICKS_A_SECOND,
      });
    } catch {
      // It ended while we looked.
    }
  }
  return rows;
}

function safeReadDir(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

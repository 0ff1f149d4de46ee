const MILLION = 1_000_000;

/** A count for people; a dash where it is not known. Those that stop at a million say so. */
export function formatCount(count: number | null): string {
  if (count === null) return '–';
  return count > MILLION ? 'over 1,000,000' : Math.round(count).toLocaleString('en-US');
}

/** A length of time in its largest fitting unit; a dash where it is not known. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds === 0) return '0 s';
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** A share from 0 to 1 as a percentage; a dash where it is not known. */
export function formatShare(share: number | null): string {
  if (share === null) return '–';
  const percent = share * 100;
  return `${percent === 0 || percent >= 10 ? Math.round(percent) : percent.toFixed(percent < 1 ? 2 : 1)} %`;
}

/** A size in its largest fitting unit. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const at = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** at).toFixed(at === 0 ? 0 : 1)} ${units[at]}`;
}

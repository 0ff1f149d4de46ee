import { roundFigure } from '../statistics.ts';
import type { Row, SuiteResult } from '../suite.ts';
import { PROBE, type Level } from './measure-level.ts';
import { KEY_INDEX, type LookUpTimes, type PartSize } from './measure-store.ts';

const LARGEST = 12;

/** A level as a row of the table. */
export function toRow({
  size,
  note,
  lookUp,
  run,
  walBytes,
  pages,
  coldPages,
  parts,
  stored,
  redisMib,
  postgresMib,
}: Level): Row {
  const { intake, worker, redis, postgres } = run.cpuUs;
  const bytes = (of: (part: PartSize) => boolean): number => roundFigure(sumBytes(parts.filter(of)) / stored);
  return {
    name: note === undefined ? nameOf(size) : `${nameOf(size)}, ${note}`,
    figures: {
      'look-up p50 ms': roundFigure(lookUp.p50Ms),
      'look-up p99 ms': roundFigure(lookUp.p99Ms),
      'look-up CPU µs': roundFigure(lookUp.cpuUs),
      'articles/s': roundFigure(run.articlesPerSecond),
      'intake µs': roundFigure(intake),
      'clusterer µs': roundFigure(worker),
      'Redis µs': roundFigure(redis),
      'Postgres µs': roundFigure(postgres),
      'CPU µs in all': roundFigure(intake + worker + redis + postgres),
      'WAL bytes': roundFigure(walBytes),
      pages: roundFigure(pages.all),
      'key index pages': roundFigure(pages.ofKeyIndex),
      ...(coldPages && { 'key index reads, cold': roundFigure(coldPages.readOfKeyIndex) }),
      'table bytes': bytes((part) => !part.isIndex),
      'index bytes': bytes((part) => part.isIndex),
      'key index bytes': bytes((part) => part.name === KEY_INDEX),
      'intake MiB': roundFigure(run.residentMib.intake),
      'clusterer MiB': roundFigure(run.residentMib.worker),
      'Redis MiB': roundFigure(redisMib),
      'Postgres MiB': roundFigure(postgresMib),
    },
  };
}

/** The table of all levels, and what the goals name. */
export function tellGrowth(levels: readonly Level[], restarted: readonly Level[]): SuiteResult[] {
  const small = levels.find(({ size }) => size === 100_000) ?? levels[0]!;
  const large = levels.at(-1)!;
  const [without, inHugePages] = restarted;
  const cpuOf = ({ run: { cpuUs: cpu } }: Level): number =>
    Object.values(cpu).reduce((sum, us) => sum + us, 0);
  const times = (read: (level: Level) => number): number => roundFigure(read(large) / read(small));
  return [
    {
      title: 'Growth',
      about: `The first ${levels[0]!.size.toLocaleString('en-US')} articles went through the services; the others are copies of their rows that the database made, each with stories, keys and ids of its own: every column of every table was counted, and copies find what their originals find. Then ${PROBE} articles of the usual mix were sent, 100 a POST. A look-up is the search of the clusterer for one stored text, one at a time, after all texts of its batch were looked up once: in the service they have just been published, which reads the same pages. CPU is microseconds an article by process; WAL bytes are those of an article that is sent, from a checkpoint on, after which every page is logged whole when it is touched first; pages, of 8 kB, are those that Postgres asked its memory or the disk for, an article, housekeeping included; the other bytes are those of all tables and indexes, by the articles in the store. Postgres has a quarter of the machine's memory as \`shared_buffers\`, as its documentation advises for a server of its own. Memory is resident, of Postgres the sum of its processes with what they share counted once, but not what is in huge pages. At the end Postgres is started anew, and ${PROBE} articles are sent that do not count but for the pages of the index of keys that they had to read, each once; then its indexes are read, and the same is measured again; and once more with \`huge_pages = on\`, where the machine has reserved as many (\`sysctl vm.nr_hugepages\`).`,
      rows: [...levels, ...restarted].map(toRow),
      goals: {
        lookUpP50LargeTimesSmall: times(({ lookUp }) => lookUp.p50Ms),
        lookUpCpuLargeTimesSmall: times(({ lookUp }) => lookUp.cpuUs),
        cpuAnArticleLargeTimesSmall: times(cpuOf),
        ...(inHugePages && {
          cpuAnArticleInHugePagesTimesWithout: roundFigure(cpuOf(inHugePages) / cpuOf(without!)),
          lookUpP50InHugePagesTimesWithout: roundFigure(inHugePages.lookUp.p50Ms / without!.lookUp.p50Ms),
        }),
        keyIndexBytesAnArticle: Number(toRow(large).figures['key index bytes']),
      },
    },
  ];
}

/** Bytes an article of each of the largest tables and indexes, by level. */
export function listSizes(levels: readonly Level[]): SuiteResult {
  const { parts } = levels.at(-1)!;
  const bytesOf = ({ parts: all, stored }: Level, name: string): number =>
    roundFigure(sumBytes(all.filter((part) => part.name === name)) / stored);
  const rows = parts.slice(0, LARGEST).map(({ name, isIndex }) => ({
    name: `${name}, ${isIndex ? 'index' : 'table'}`,
    figures: Object.fromEntries(levels.map((level) => [nameOf(level.size), bytesOf(level, name)])),
  }));
  return {
    title: 'Bytes an article',
    about: `The ${LARGEST} largest tables and indexes, as they are on disk.`,
    rows,
    goals: {},
  };
}

/** Look-ups alone, in a store of slim rows. */
export function tellLookUps(size: number, lookUp: LookUpTimes, parts: readonly PartSize[]): SuiteResult {
  const keyIndex = sumBytes(parts.filter(({ name }) => name === KEY_INDEX));
  return {
    title: `Look-ups at ${size.toLocaleString('en-US')} articles`,
    about:
      "Without the texts, which look-ups and lists do not read: identities, fingerprints with their keys, versions and stories alone. Postgres' memory is in huge pages where the machine has reserved them.",
    rows: [
      {
        name: nameOf(size),
        figures: {
          'p50 ms': roundFigure(lookUp.p50Ms),
          'p99 ms': roundFigure(lookUp.p99Ms),
          'CPU µs': roundFigure(lookUp.cpuUs),
          'key index bytes': roundFigure(keyIndex / size),
          'GiB in all': roundFigure(sumBytes(parts) / 2 ** 30),
        },
      },
    ],
    goals: {},
  };
}

function nameOf(size: number): string {
  return `${size.toLocaleString('en-US')} articles`;
}

function sumBytes(parts: readonly PartSize[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

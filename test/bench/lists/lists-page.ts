import { describeMachine, formatTable } from '../report.ts';
import type { Row } from '../suite.ts';
import type { StatementPlan } from './plans.ts';

/** What was measured of one request. */
export interface MeasuredRequest {
  group: string;
  name: string;
  path: string;
  p50Ms: number;
  p95Ms: number;
  plans: readonly StatementPlan[];
}

/** What the figures belong to. */
export interface ListsRun {
  day: string;
  postgresVersion: string;
  storyCount: number;
  articleCount: number;
  databaseMib: number;
  rounds: number;
  /** Of the machine, over the last quarter of an hour: what others take is in the figures. */
  loadAverage: number;
}

/** A row of the tables: milliseconds from the request to the end of its answer. */
export function toRow({ name, p50Ms, p95Ms }: MeasuredRequest): Row {
  return { name, figures: { 'p50 ms': p50Ms, 'p95 ms': p95Ms } };
}

/** The page docs/list-plans.md: made by the run alone, never by hand. */
export function formatListsPage(run: ListsRun, measured: readonly MeasuredRequest[]): string {
  const groups = [...new Set(measured.map(({ group }) => group))];
  const inGroup = (group: string): MeasuredRequest[] => measured.filter((one) => one.group === group);
  return [
    '# Lists, searches and look-ups at 100,000 stories',
    `Written by \`npm run bench -- --only lists --write\` on ${run.day}: ${describeMachine()}, Postgres ${run.postgresVersion}. The store is made, and the same each time: ${run.storyCount.toLocaleString('en-US')} stories of ${run.articleCount.toLocaleString('en-US')} articles, ${run.databaseMib.toLocaleString('en-US')} MiB. Each request goes ${run.rounds} times to the query service over HTTP, one at a time, with an answer of 20 stories where it names no other limit; its values take turns. The load average of the machine was ${run.loadAverage.toFixed(1)} at the end; above 2, the figures are rather those of a busy machine. The run fails where a table of more than 10,000 rows is read from end to end, be it in a plan below or in a function.`,
    ...groups.map((group) => `## ${group}\n\n${formatTable(inGroup(group).map(toRow))}`),
    '## Appendix: the plans',
    'As `EXPLAIN (ANALYZE, BUFFERS)` tells them, of the first of the values. Statements that look up the key are left out, those that another request above has shown, and steps that were never executed, as of months that hold nothing asked for.',
    ...formatPlans(measured),
  ]
    .join('\n\n')
    .concat('\n');
}

function formatPlans(measured: readonly MeasuredRequest[]): string[] {
  const shown = new Set<string>();
  return measured.flatMap(({ group, name, path, plans }) => {
    const fresh = plans.filter(({ text }) => !shown.has(text));
    if (fresh.length === 0) return [];
    for (const { text } of fresh) shown.add(text);
    return [
      `### ${group}: ${name}\n\n\`GET ${decodeURIComponent(path)}\``,
      ...fresh.map(
        ({ text, plan }) => `\`\`\`sql\n${text}\n\`\`\`\n\n\`\`\`text\n${dropUnexecuted(plan)}\n\`\`\``,
      ),
    ];
  });
}

function dropUnexecuted(plan: string): string {
  let droppedBelow = Number.POSITIVE_INFINITY;
  return plan
    .split('\n')
    .filter((line) => {
      const indent = line.search(/\S/);
      if (indent > droppedBelow) return false;
      droppedBelow = line.endsWith('(never executed)') ? indent : Number.POSITIVE_INFINITY;
      return droppedBelow === Number.POSITIVE_INFINITY;
    })
    .join('\n');
}

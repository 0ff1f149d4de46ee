/**
 * npm run drill
 * The fire drill: five faults, one after the other, on private servers and with the alert rules as they stand. For each
 * it prints what the first line of /ops said and after how many seconds, and which alerts would fire and when. The last
 * line is the same as JSON. Takes about four minutes; needs redis-server and prometheus.
 */
import { makeText } from '../support/made-text.ts';
import { FAULTS, type Fault } from './faults.ts';
import { startStage, type Stage } from './stage.ts';

interface Outcome {
  fault: string;
  firstLine: string;
  /** Null where the first line did not change. */
  firstLineAfterSeconds: number | null;
  /** A condition that holds, how soon it held, and when it would fire were the fault not ended. */
  alerts: { name: string; heldAfterSeconds: number; firesAfterSeconds: number }[];
}

const CALM = /^HEALTHY/;
const WATCHED_MS = 60_000;
/** After the first line has changed, for alerts to follow. */
const AFTERWARDS_MS = 12_000;
const STEADY_EVERY_MS = 1_000;

let next = 0;

/** News that is as it should be: the background of every fault. */
function startSteadyFeed(stage: Stage): () => void {
  const timer = setInterval(() => {
    next++;
    const article = { provider: 'drill-steady', guid: `steady-${next}`, body: makeText(next, 80) };
    void stage.post([{ ...article, headline: `Steady ${next}` }]).catch(() => {});
  }, STEADY_EVERY_MS);
  return () => clearInterval(timer);
}

async function waitFor(condition: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (Date.now() < endMs && !(await condition())) await new Promise((resolve) => setTimeout(resolve, 250));
}

async function rehearse(stage: Stage, fault: Fault): Promise<Outcome> {
  const listHeld = async (): Promise<string[]> =>
    (await stage.prometheus.listAlerts()).map(({ name }) => name);
  await waitFor(
    async () => CALM.test(await stage.readFirstLine()) && (await listHeld()).length === 0,
    WATCHED_MS,
  );
  const heldBefore = new Set(await listHeld());
  const startMs = Date.now();
  await fault.begin(stage);
  let firstLine = '';
  let changedMs: number | null = null;
  const held = new Map<string, number>();
  await waitFor(async () => {
    const line = await stage.readFirstLine();
    if (changedMs === null) firstLine = line;
    if (changedMs === null && fault.expected?.test(line) === true) changedMs = Date.now();
    for (const { name, sinceMs } of await stage.prometheus.listAlerts())
      if (!heldBefore.has(name) && !held.has(name)) held.set(name, sinceMs);
    return changedMs !== null && Date.now() - changedMs > AFTERWARDS_MS;
  }, WATCHED_MS);
  await fault.end(stage);
  const pauses = await stage.prometheus.listPauses();
  const seconds = (ms: number): number => Math.max(0, Math.round((ms - startMs) / 100) / 10);
  return {
    fault: fault.name,
    firstLine,
    firstLineAfterSeconds: changedMs === null ? null : seconds(changedMs),
    alerts: [...held].map(([name, sinceMs]) => ({
      name,
      heldAfterSeconds: seconds(sinceMs),
      firesAfterSeconds: seconds(sinceMs + (pauses.get(name) ?? 0) * 1000),
    })),
  };
}

const stage = await startStage();
const outcomes: Outcome[] = [];
try {
  const stopSteady = startSteadyFeed(stage);
  for (const fault of FAULTS) {
    const outcome = await rehearse(stage, fault);
    outcomes.push(outcome);
    const after = outcome.firstLineAfterSeconds;
    console.log(`\n${outcome.fault}`);
    console.log(`  first line  ${after === null ? 'unchanged' : `after ${after} s`}: ${outcome.firstLine}`);
    for (const { name, heldAfterSeconds, firesAfterSeconds } of outcome.alerts)
      console.log(
        `  alert       ${name}: true after ${heldAfterSeconds} s, fires after ${firesAfterSeconds} s`,
      );
    if (outcome.alerts.length === 0) console.log('  alert       none');
  }
  stopSteady();
} finally {
  await stage.stop();
}
console.log(`\n${JSON.stringify(outcomes)}`);

/**
 * npm run model
 * Walks the protocol's state models and prints a line for each, then the same without each guard; the last line is all
 * of it as JSON. Ends with 1 where the whole protocol has a violation, or one without a guard has none.
 */
import type { Exploration } from './explore.ts';
import { LONG_RUNS, QUICK_RUNS, RUNS_WITHOUT_GUARD, type Run } from './settings.ts';

const whole = [...QUICK_RUNS, ...LONG_RUNS].map((run) => walk(run));
console.log('\nWithout one guard:');
const without = RUNS_WITHOUT_GUARD.map((run) => walk(run));
console.log(JSON.stringify({ whole, without }));
const isSound = whole.every(({ violation }) => violation === null);
process.exitCode = isSound && without.every(({ violation }) => violation !== null) ? 0 : 1;

function walk({ name, explore }: Run): Exploration & { name: string } {
  const result = explore();
  const verdict =
    result.violation?.what ?? (result.isExhaustive ? 'no violation' : 'no violation within the bound');
  console.log(`${name.padEnd(72)} ${String(result.states).padStart(8)} states  ${verdict}`);
  return { name, ...result };
}

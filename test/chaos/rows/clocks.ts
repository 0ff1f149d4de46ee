import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { last, type Row, type Scenery } from '../row.ts';
import type { Stage } from '../stage.ts';

const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib64/faketime/libfaketimeMT.so.1',
  '/usr/lib/faketime/libfaketimeMT.so.1',
];
const WRONG_MS = 4_000;
const MIN_APART_MS = 60_000;

function findLibrary(): string | null {
  return LIBRARIES.find((file) => existsSync(file)) ?? null;
}

/** Clocks of one process each, which may be set while it runs. Monotonic time goes on as it should: no clock step moves it. */
function makeClock(stage: Stage, name: string): { env: Record<string, string>; set(offset: string): void } {
  const file = path.join(stage.folder, `clock-${name}`);
  const set = (offset: string): void => writeFileSync(file, offset);
  set('+0');
  return {
    env: {
      LD_PRELOAD: findLibrary()!,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_NO_CACHE: '1',
    },
    set,
  };
}

/** Lets clocks go wrong, step by step, and puts them right again. */
async function setWrong({ stage }: Scenery, steps: readonly (readonly string[])[]): Promise<void> {
  const harmed = [...stage.intakes, ...stage.clusterers];
  const clocks = harmed.map((_service, at) => makeClock(stage, String(at)));
  await Promise.all(
    harmed.map(async (service, at) => {
      await service.replace({ ownEnv: clocks[at]!.env });
      await service.ready();
    }),
  );
  for (const step of steps) {
    for (const [at, clock] of clocks.entries()) clock.set(step[at]!);
    await last(WRONG_MS);
    for (const url of stage.intakeUrls) await proveWrong(url);
  }
  for (const clock of clocks) clock.set('+0');
  await Promise.all(harmed.map((service) => service.replace({})));
}

/** An answer says what time its process has. Throws where that is the right one. */
async function proveWrong(url: string): Promise<void> {
  const { headers } = await fetch(url);
  const apartMs = Math.abs(Date.parse(headers.get('date')!) - Date.now());
  if (apartMs < MIN_APART_MS) throw new Error(`a clock that was set wrong is ${apartMs} ms apart`);
}

function onClocks(row: Pick<Row, 'name' | 'fault' | 'run'>): Row {
  return {
    ...row,
    expected: 'leases, order and what is due go by the clock of Postgres: nothing is noticed',
    // Each of them is started anew, with a clock that can be set.
    mayRefuse: true,
    findObstacle: () => (findLibrary() === null ? 'there is no libfaketime here' : null),
  };
}

/** Clocks of the machines that services run on. Postgres has its own. */
export const CLOCK_ROWS: Row[] = [
  onClocks({
    name: 'clocks-apart',
    fault:
      'of two intakes and two clusterers one each is 3 h ahead, the other 3 h behind; then the other way round',
    run: (scenery) =>
      setWrong(scenery, [
        ['+3h', '-3h', '+3h', '-3h'],
        ['-3h', '+3h', '-3h', '+3h'],
      ]),
  }),
  onClocks({
    name: 'clocks-leap',
    fault: 'the clocks of intakes and clusterers leap by two minutes, to and fro, and by a day',
    run: (scenery) =>
      setWrong(scenery, [
        ['+2m', '+2m', '-2m', '-2m'],
        ['-2m', '-2m', '+2m', '+2m'],
        ['+1d', '-1d', '+1d', '-1d'],
      ]),
  }),
];

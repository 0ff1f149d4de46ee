import { expect, test } from '@jest/globals';

import { makeSoloGate } from './solo-gate.ts';

function makeTask(): { work: () => Promise<void>; hasBegun: () => boolean; end: () => void } {
  let begun = false;
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    work: () => {
      begun = true;
      return ended;
    },
    hasBegun: () => begun,
    end,
  };
}

test('what runs alone waits for what runs together, and what comes later waits for it', async () => {
  const gate = makeSoloGate();
  const [first, second, solo, late] = [makeTask(), makeTask(), makeTask(), makeTask()];
  const done = [gate.together(first.work), gate.together(second.work)];
  const soloDone = gate.alone(solo.work);
  const lateDone = gate.together(late.work);
  first.end();
  await done[0];
  expect([second.hasBegun(), solo.hasBegun(), late.hasBegun()]).toEqual([true, false, false]);
  second.end();
  await done[1];
  expect([solo.hasBegun(), late.hasBegun()]).toEqual([true, false]);
  solo.end();
  await soloDone;
  expect(late.hasBegun()).toBe(true);
  late.end();
  await lateDone;
});

test('a failure alone lets the next one in', async () => {
  const gate = makeSoloGate();
  await expect(gate.alone(() => Promise.reject(new Error('poison')))).rejects.toThrow('poison');
  await expect(gate.alone(() => Promise.resolve('next'))).resolves.toBe('next');
});

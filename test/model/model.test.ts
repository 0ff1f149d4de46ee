import { describe, expect, it } from '@jest/globals';

import { exploreModel } from './explore.ts';
import { QUICK_RUNS, RUNS_WITHOUT_GUARD } from './settings.ts';

describe('the protocol, in every order of its steps', () => {
  it.each(QUICK_RUNS)('loses, splits and merges nothing: $name', ({ explore }) => {
    expect(explore()).toMatchObject({ isExhaustive: true, violation: null });
  });

  it.each(RUNS_WITHOUT_GUARD)('goes wrong without one of its guards: $name: $finds', ({ explore, finds }) => {
    expect(explore().violation?.what).toMatch(new RegExp(`^${finds}: `));
  });
});

describe('exploreModel', () => {
  const counter = (bad: number): Parameters<typeof exploreModel<number>>[0] => ({
    initial: 0,
    next: (state) => (state < 5 ? [1, 2].map((by) => ({ name: `+${by}`, to: state + by })) : []),
    check: (state) => (state === bad ? `met ${bad}` : null),
  });

  it('sees every state once', () => {
    expect(exploreModel(counter(9))).toEqual({ states: 7, steps: 10, isExhaustive: true, violation: null });
  });

  it('tells the shortest way to a violation', () => {
    expect(exploreModel(counter(4)).violation).toEqual({ what: 'met 4', trace: ['+2', '+2'] });
  });

  it('owns up when a bound ended it', () => {
    expect(exploreModel(counter(9), 3)).toMatchObject({ isExhaustive: false, violation: null });
  });
});

import { spawnSync } from 'node:child_process';

import { expect, test } from '@jest/globals';

import { runCli } from '../support/run-cli.ts';

/** What bash itself would offer after these words. */
async function completeInBash(words: string[]): Promise<string[]> {
  const { stdout: script } = await runCli(['completion', 'bash']);
  const ask = `${script}\nCOMP_WORDS=(writethru ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _writethru; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', ask], { encoding: 'utf8' });
  return stdout.split('\n').filter((word) => word !== '');
}

test('bash completes commands, their options and what an argument may be', async () => {
  expect(await completeInBash(['stor'])).toEqual(['stories', 'story']);
  expect(await completeInBash(['post', '--pro'])).toEqual(['--provider']);
  expect(await completeInBash(['keys', 'rot'])).toEqual(['rotate']);
  expect(await completeInBash(['feeds', 'set', '--m'])).toEqual(['--mute']);
  expect(await completeInBash(['feeds', 'set', 'demo-wire', '--m'])).toEqual(['--mute']);
  expect(await completeInBash(['completion', ''])).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
});

test('zsh and fish are told of every command, and a wrong call ends with 2', async () => {
  const { stdout: help } = await runCli(['--help']);
  const commands = [...help.matchAll(/^ {2}([a-z-]+) /gm)].map((found) => found[1]!);
  expect(commands.length).toBeGreaterThan(8);
  const [zsh, fish] = await Promise.all([runCli(['completion', 'zsh']), runCli(['completion', 'fish'])]);
  for (const command of commands.filter((name) => name !== 'help')) {
    expect(zsh.stdout).toContain(`    "${command} "*) words_of=(`);
    expect(fish.stdout).toContain(` -a ${command} `);
  }
  expect(zsh.stdout).toMatch(/^ {4}"feeds set"\) words_of=\(.*'--mute:/m);
  expect(fish.stdout).toMatch(/seen_subcommand_from feeds; and __fish_seen_subcommand_from set' -l mute /);
  expect(await runCli(['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' });
});

import { Argument, type Command } from 'commander';

import { describeCommands, SHELLS, writeCompletion, type Shell } from '../completion/write-completion.ts';
import { type Io, print } from '../io.ts';

/** `completion SHELL`: prints what teaches a shell our commands and options. */
export function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .description('print what teaches a shell to complete `writethru`')
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .addHelpText('after', HOW)
    .action((shell: Shell) => print(io.stdout, writeCompletion(shell, describeCommands(program))));
}

const HOW = `
In the checkout, for this terminal:
  alias writethru='npx --no writethru'
  eval "$(writethru completion bash)"       # zsh: the same with zsh
  writethru completion fish | source        # fish`;

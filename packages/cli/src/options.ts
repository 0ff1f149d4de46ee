import { type Command, InvalidArgumentError } from 'commander';

/** What every command is told about the service it speaks to. */
export interface ServiceOptions {
  url?: string;
  queryUrl?: string;
}

/** Adds the options that name the service. */
export function addServiceOptions(command: Command, kind: 'writes' | 'reads'): Command {
  command.option('--url <url>', 'address of the service');
  if (kind === 'reads')
    command.option('--query-url <url>', 'address of the query service, where it is another');
  return command;
}

/** A parser for a whole number from `least` to `most`. Throws commander's error, which names the option. */
export function parseWhole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

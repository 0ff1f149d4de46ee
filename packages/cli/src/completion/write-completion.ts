import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** With the command that it is one of before it: `keys create`. */
  name: string;
  description: string;
  /** Its own commands, options and the values that an argument may have. */
  words: { word: string; description: string }[];
}

/** All commands of a program, with what may follow each; those of a command come before it. */
export function describeCommands(program: Command, parent = ''): CompletedCommand[] {
  return program.commands.flatMap((command) => [
    ...describeCommands(command, `${command.name()} `),
    describeCommand(command, parent),
  ]);
}

function describeCommand(command: Command, parent: string): CompletedCommand {
  return {
    name: parent + command.name(),
    description: command.description(),
    words: [
      ...command.commands.map((each) => ({ word: each.name(), description: each.description() })),
      ...command.registeredArguments.flatMap(({ argChoices = [], description }) =>
        argChoices.map((word) => ({ word, description })),
      ),
      ...command.options.map(({ long, short, description }) => ({ word: long ?? short ?? '', description })),
      { word: '--help', description: 'how it is called' },
    ],
  };
}

const listFirst = (commands: readonly CompletedCommand[]): readonly CompletedCommand[] =>
  commands.filter(({ name }) => !name.includes(' '));

/** Two words in a row as a shell's `case` tells them: a command of a command by both, another by the first. */
const toPattern = (name: string): string => (name.includes(' ') ? `"${name}"` : `"${name} "*`);

/** The script that teaches `shell` to complete `writethru`: commands, then options and values, then files. */
export function writeCompletion(shell: Shell, commands: readonly CompletedCommand[]): string {
  if (shell === 'fish') return writeFish(commands);
  return shell === 'zsh' ? writeZsh(commands) : writeBash(commands);
}

function writeBash(commands: readonly CompletedCommand[]): string {
  const cases = commands
    .map(
      ({ name, words }) => `    ${toPattern(name)}) words='${words.map(({ word }) => word).join(' ')}' ;;\n`,
    )
    .join('');
  return `_writethru() {
  local words current=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${listFirst(commands)
      .map(({ name }) => name)
      .join(' ')} help' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${cases}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _writethru writethru
`;
}

function writeZsh(commands: readonly CompletedCommand[]): string {
  const list = (words: readonly { word: string; description: string }[]): string =>
    words.map(({ word, description }) => quote(`${word.replaceAll(':', '\\:')}:${description}`)).join(' ');
  const names = listFirst(commands).map(({ name, description }) => ({ word: name, description }));
  const cases = commands
    .map(({ name, words }) => `    ${toPattern(name)}) words_of=(${list(words)}) ;;\n`)
    .join('');
  return `#compdef writethru
_writethru() {
  local -a words_of
  if (( CURRENT == 2 )); then
    words_of=(${list(names)})
    _describe command words_of
    return
  fi
  case "$words[2] $words[3]" in
${cases}  esac
  _describe option words_of
  _files
}
compdef _writethru writethru
`;
}

function writeFish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, description, words }) => [
    ...(name.includes(' ')
      ? []
      : [`complete -c writethru -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`]),
    ...words.map(({ word, description: about }) => {
      const given = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      const seen = name.split(' ').map((part) => `__fish_seen_subcommand_from ${part}`);
      return `complete -c writethru -n '${seen.join('; and ')}' ${given} -d ${quote(about)}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

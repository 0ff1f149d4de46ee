import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A command as a shell completes it. */
export interface CompletedCommand {
  name: string;
  description: string;
  /** Its own commands, options and the values that an argument may have. */
  words: { word: string; description: string }[];
}

/** All commands of a program, with what may follow each. */
export function describeCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    words: [
      ...command.commands.map((each) => ({ word: each.name(), description: each.description() })),
      ...command.registeredArguments.flatMap(({ argChoices = [], description }) =>
        argChoices.map((word) => ({ word, description })),
      ),
      ...command.options.map(({ long, short, description }) => ({ word: long ?? short ?? '', description })),
      { word: '--help', description: 'how it is called' },
    ],
  }));
}

/** The script that teaches `shell` to complete `writethru`: commands, then options and values, then files. */
export function writeCompletion(shell: Shell, commands: readonly CompletedCommand[]): string {
  if (shell === 'fish') return writeFish(commands);
  return shell === 'zsh' ? writeZsh(commands) : writeBash(commands);
}

function writeBash(commands: readonly CompletedCommand[]): string {
  const cases = commands
    .map(({ name, words }) => `    ${name}) words='${words.map(({ word }) => word).join(' ')}' ;;\n`)
    .join('');
  return `_writethru() {
  local words current=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} help' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _writethru writethru
`;
}

function writeZsh(commands: readonly CompletedCommand[]): string {
  const list = (words: readonly { word: string; description: string }[]): string =>
    words.map(({ word, description }) => quote(`${word.replaceAll(':', '\\:')}:${description}`)).join(' ');
  const names = commands.map(({ name, description }) => ({ word: name, description }));
  const cases = commands.map(({ name, words }) => `    ${name}) words_of=(${list(words)}) ;;\n`).join('');
  return `#compdef writethru
_writethru() {
  local -a words_of
  if (( CURRENT == 2 )); then
    words_of=(${list(names)})
    _describe command words_of
    return
  fi
  case $words[2] in
${cases}  esac
  _describe option words_of
  _files
}
compdef _writethru writethru
`;
}

function writeFish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, description, words }) => [
    `complete -c writethru -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
    ...words.map(({ word, description: about }) => {
      const given = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c writethru -n '__fish_seen_subcommand_from ${name}' ${given} -d ${quote(about)}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

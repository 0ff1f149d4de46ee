import { Command } from 'commander';

import { addCompletion } from './commands/completion.ts';
import { addErase } from './commands/erase.ts';
import { addExplain } from './commands/explain.ts';
import { addExport } from './commands/export.ts';
import { addFeeds } from './commands/feeds.ts';
import { addFollow } from './commands/follow.ts';
import { addImport } from './commands/import.ts';
import { addKeys } from './commands/keys.ts';
import { addPickup } from './commands/pickup.ts';
import { addPost } from './commands/post.ts';
import { addProviders } from './commands/providers.ts';
import { addQuality } from './commands/quality.ts';
import { addSignIn } from './commands/sign-in.ts';
import { addReplay } from './commands/replay.ts';
import { addStopKeys } from './commands/stop-keys.ts';
import { addStories } from './commands/stories.ts';
import { addStory } from './commands/story.ts';
import { addTry } from './commands/try.ts';
import { addWait } from './commands/wait.ts';
import type { Io } from './io.ts';

/** The whole command line. Throws CommanderError for a wrong call, after its message has been printed. */
export function createProgram(io: Io): Command {
  const program = new Command('writethru')
    .description('Post articles to Writethru and read the stories that come of them.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .exitOverride()
    .showHelpAfterError('(try: npx --no writethru help)');
  for (const add of [
    addPost,
    addImport,
    addStories,
    addStory,
    addExplain,
    addPickup,
    addWait,
    addErase,
    addProviders,
    addFeeds,
    addExport,
    addReplay,
    addStopKeys,
    addTry,
    addQuality,
    addSignIn,
    addFollow,
    addKeys,
    addCompletion,
  ])
    add(program, io);
  return program.addHelpText('after', CONNECTION_HELP);
}

const CONNECTION_HELP = `
The service: --url, else WRITETHRU_URL, else the one that \`npm start\` runs on this machine.
The key:     WRITETHRU_KEY, else the one that \`npm start\` keeps in its data folder (WRITETHRU_DATA_DIR).
Exit codes:  0 done · 1 something was refused or did not work, which standard error says · 2 a wrong call.`;

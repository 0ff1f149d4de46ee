import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { AppError } from '@writethru/domain';

import type { Io } from '../io.ts';
import type { FilePiece } from './file-pieces.ts';

/** What the store knows of a file. */
export interface OpenedFile {
  /** Pieces from its beginning that are done with. */
  piecesDone: number;
  isDone: boolean;
  accepted: number;
  repeated: number;
  refused: number;
}

export interface RefusedArticle {
  file: string;
  position: number;
  guid: string | null;
  reason: string;
}

type Message =
  | ({ kind: 'opened' } & OpenedFile)
  | { kind: 'step'; accepted: number; repeated: number; refused: number; leftovers: number }
  | ({ kind: 'refused' } & RefusedArticle)
  | { kind: 'done' }
  | { kind: 'failed'; message: string };

export interface ImporterOptions {
  defaults: { provider?: string; feed?: string; timeZone?: string };
  /** Threads that batches are run by. Left out: as many as its machine has cores, up to four. */
  lanes: number | undefined;
  /** Whether clustering is left to another run. */
  isTakeOnly: boolean;
  onStep: (step: { accepted: number; repeated: number; refused: number; leftovers: number }) => void;
  onRefused: (refused: RefusedArticle) => void;
}

/** The process that puts articles into the store. All throw AppError `unavailable` once it has failed, with its reason. */
export interface Importer {
  open(file: { key: string; name: string }): Promise<OpenedFile>;
  send(piece: FilePiece): Promise<void>;
  close(): Promise<void>;
  /** Resolves when everything sent is in the store and clustered. */
  end(): Promise<void>;
  /** Ends it at once, where it has not ended. What it has committed stays. */
  abort(): Promise<void>;
}

/** Room for a batch's short-lived objects: with less, a fifth of the time goes into collecting them. */
const YOUNG = '--max-semi-space-size=64';
/** Written at once: a call for each article would cost as much as reading it. */
const CHUNK_BYTES = 256 * 1024;

/** Starts it: the clusterer's own code, in a process of its own, with the environment of this one. */
export function startImporter(
  io: Pick<Io, 'env' | 'checkoutFolder'>,
  { defaults, lanes, isTakeOnly, onStep, onRefused }: ImporterOptions,
): Importer {
  const entry = 'services/clusterer/src/import-main.ts';
  const child = spawn(
    process.execPath,
    [YOUNG, 'scripts/run.mjs', entry, JSON.stringify({ ...defaults, lanes, isTakeOnly })],
    {
      cwd: io.checkoutFolder,
      env: { LOG_LEVEL: 'error', ...io.env, WRITETHRU_SKIP_INSTALL: '1' },
      stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
    },
  );
  const state: State = { failure: null };
  let isDone = false;
  let onOpened: (opened: OpenedFile) => void = () => {};
  const ended = watchEnd(child, () => {
    if (!isDone)
      state.failure ??= new AppError('unavailable', 'The importing process ended. Run the same again.');
  });
  child.on('message', (message: Message) => {
    if (message.kind === 'opened') onOpened(message);
    else if (message.kind === 'step') onStep(message);
    else if (message.kind === 'refused') onRefused(message);
    else if (message.kind === 'done') isDone = true;
    else state.failure = new AppError('unavailable', message.message);
  });
  // Whoever writes is told by `state` of a reader that is gone.
  child.stdin!.on('error', () => {});
  const { write, flush } = makeWriter(child, ended, state);
  return {
    async open({ key, name }) {
      const opened = new Promise<OpenedFile>((resolve) => (onOpened = resolve));
      await write({ kind: 'open', key, file: name });
      await flush();
      const answer = await Promise.race([opened, ended]);
      if (answer === undefined) throw state.failure!;
      return answer;
    },
    send: ({ position, reading, guid, bytes }) =>
      write(
        { kind: 'piece', position, reading, ...(guid !== undefined && { guid }), bytes: bytes.length },
        bytes,
      ),
    close: () => write({ kind: 'close' }),
    async end() {
      await write({ kind: 'end' });
      await flush();
      child.stdin!.end();
      await ended;
      throwFailure(state);
    },
    async abort() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What the process has failed of. */
interface State {
  failure: AppError | null;
}

function throwFailure({ failure }: State): void {
  if (failure !== null) throw failure;
}

/** Writes frames in large chunks. Both throw once the process has failed. */
function makeWriter(child: ChildProcess, ended: Promise<undefined>, state: State) {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = async (): Promise<void> => {
    throwFailure(state);
    const isRoom = child.stdin!.write(Buffer.concat(waiting));
    [waiting, waitingBytes] = [[], 0];
    if (!isRoom) await Promise.race([once(child.stdin!, 'drain'), ended]);
    throwFailure(state);
  };
  const write = async (header: object, bytes: Uint8Array = new Uint8Array(0)): Promise<void> => {
    const head = Buffer.from(`${JSON.stringify(header)}\n`);
    waiting.push(head, bytes);
    waitingBytes += head.length + bytes.length;
    if (waitingBytes >= CHUNK_BYTES) await flush();
  };
  return { write, flush };
}

function watchEnd(child: ChildProcess, onEnd: () => void): Promise<undefined> {
  return new Promise((resolve) => {
    const end = (): void => {
      onEnd();
      resolve(undefined);
    };
    child.once('error', end);
    child.once('close', end);
  });
}

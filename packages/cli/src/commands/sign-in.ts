import { AppError } from '@writethru/domain';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { connectTo } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { findService } from '../service-address.ts';

const PATIENCE_MS = 10_000;

/** `sign-in`: prints a link to the pages that works once. The key itself is never shown. */
export function addSignIn(program: Command, io: Io): void {
  const command = program.command('sign-in').description('print a link that signs a browser in, once');
  addServiceOptions(command, 'writes').action(async (options: ServiceOptions) => {
    const service = findService(options, io.env, io.checkoutFolder);
    const body = await connectTo(service, PATIENCE_MS).post('/sign-in/links');
    if (!isLink(body))
      throw new AppError('bug', `${service.url} has no pages: name the service that does with --url.`);
    return print(io.stdout, `${service.url}${body.path}\n`);
  });
}

function isLink(body: unknown): body is { path: string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'path' in body &&
    typeof body.path === 'string' &&
    body.path.startsWith('/sign-in?token=')
  );
}

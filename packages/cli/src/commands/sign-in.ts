import { AppError } from '@writethru/domain';
import type { Command } from 'commander';

import { createApiClient } from '../http/api-client.ts';
import { describeProblem } from '../http/problem.ts';
import { type Io, print } from '../io.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { findService } from '../service-address.ts';

const PATIENCE_MS = 10_000;

/** `sign-in`: prints a link to the pages that works once. The key itself is never shown. */
export function addSignIn(program: Command, io: Io): void {
  const command = program.command('sign-in').description('print a link that signs a browser in, once');
  addServiceOptions(command, 'writes').action(async (options: ServiceOptions) => {
    const service = findService(options, io.env, io.checkoutFolder);
    const { status, body } = await createApiClient(service, PATIENCE_MS).send({
      method: 'POST',
      path: '/sign-in/links',
    });
    if (status !== 201 || !isLink(body)) {
      const why = describeProblem(
        body,
        `${service.url} has no pages: name the service that does with --url.`,
      );
      throw new AppError(status === 404 ? 'not_found' : 'unavailable', why);
    }
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

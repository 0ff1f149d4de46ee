import type {
  createWebhook,
  deleteWebhook,
  listWebhooks,
  resumeWebhook,
  rotateWebhookSecret,
} from '@writethru/contract';
import { AppError } from '@writethru/domain';
import { refusePrivateHost } from '@writethru/outbound';
import type { OperationHandler } from '@writethru/runtime';
import {
  createWebhook as insertWebhook,
  deleteWebhook as removeWebhook,
  listWebhooks as readWebhooks,
  resumeWebhook as resume,
  rotateWebhookSecret as rotate,
  type Pool,
} from '@writethru/store';

import { writeSecret } from '../webhooks/sign.ts';

/** Makes a webhook; its secret is shown this once. */
export function answerCreateWebhook(
  pool: Pool,
  allowsPrivate: boolean,
): OperationHandler<typeof createWebhook> {
  return async ({ body }) => {
    if (!allowsPrivate) refusePrivateTarget(body.url);
    const { webhook, secret } = await insertWebhook(pool, {
      url: body.url,
      types: body.types ?? null,
      causes: body.causes ?? null,
    });
    return {
      status: 201,
      body: { webhook, secret: writeSecret(secret) },
      headers: { Location: `/v1/webhooks/${webhook.id}` },
    };
  };
}

function refusePrivateTarget(url: string): void {
  try {
    refusePrivateHost(new URL(url));
  } catch (error) {
    throw new AppError('invalid_input', 'The webhook would go to a private address.', {
      faults: [{ pointer: '/url', detail: 'must be on the public internet' }],
      cause: error,
    });
  }
}

/** All webhooks and how they fare. */
export function answerWebhooks(pool: Pool): OperationHandler<typeof listWebhooks> {
  return async () => ({ status: 200, body: { webhooks: await readWebhooks(pool) } });
}

/** Removes one. */
export function answerDeleteWebhook(pool: Pool): OperationHandler<typeof deleteWebhook> {
  return async ({ params }) => {
    if (!(await removeWebhook(pool, params.id))) throw noWebhook();
    return { status: 204, body: null };
  };
}

/** A new secret beside the old one. */
export function answerRotateSecret(pool: Pool): OperationHandler<typeof rotateWebhookSecret> {
  return async ({ params }) => {
    const secret = await rotate(pool, params.id);
    if (secret === null) throw noWebhook();
    return { status: 200, body: { secret: writeSecret(secret) } };
  };
}

/** Goes on, where it stopped or further back. */
export function answerResumeWebhook(pool: Pool): OperationHandler<typeof resumeWebhook> {
  return async ({ params, body }) => {
    const webhook = await resume(pool, params.id, body.since ?? null);
    if (webhook === null) throw noWebhook();
    return { status: 200, body: webhook };
  };
}

function noWebhook(): AppError {
  return new AppError('not_found', 'There is no such webhook.');
}

import { EXAMPLE, OPERATIONS, type ExampleCall, type Operation } from '@writethru/contract';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadSeeds } from '@writethru/seeds';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';

// Every call that the OpenAPI document shows, against the real services.
let bench: ApiBench;
const live: Record<string, string> = {};

beforeAll(async () => {
  bench = await startApiBench();
  await bench.post(loadSeeds(new Date()));
  const { body } = await bench.call('/v1/stories');
  const { stories } = body as { stories: { id: string; providers: string[] }[] };
  const story = stories.find(({ providers }) => providers.length > 1)!;
  const { versions } = (await bench.call(`/v1/stories/${story.id}`)).body as {
    versions: { articleId: string }[];
  };
  live[EXAMPLE.storyId] = story.id;
  live[EXAMPLE.otherStoryId] = stories.find(({ id }) => id !== story.id)!.id;
  live[EXAMPLE.keyId] = (await bench.makeKey(['read'])).split('_')[1]!;
  live[EXAMPLE.articleId] = versions[0]!.articleId;
  live[EXAMPLE.otherArticleId] = versions[1]!.articleId;
  for (const id of [EXAMPLE.webhookId, EXAMPLE.deletedWebhookId]) {
    const made = await bench.call('/v1/webhooks', { body: { url: 'https://news.example.com/' } });
    live[id] = (made.body as { webhook: { id: string } }).webhook.id;
  }
});

afterAll(() => bench.close());

/** The call with living ids in the place of the example's. */
function bring(call: ExampleCall): ExampleCall {
  let text = JSON.stringify(call);
  for (const [shown, actual] of Object.entries(live)) text = text.replaceAll(shown, actual);
  return JSON.parse(text) as ExampleCall;
}

function pathOf(operation: Operation, call: ExampleCall): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(call.params?.[name] ?? ''),
  );
  const query = new URLSearchParams(call.query).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** An editor's action is what the next undo is of; what it says must not stand in the way of the next example. */
async function remember(operation: Operation, body: unknown): Promise<void> {
  if (operation.tag !== 'Editing' || ['undoEdit', 'getEdit'].includes(operation.id)) return;
  const { actionId } = body as { actionId: string };
  live[EXAMPLE.actionId] = actionId;
  if (operation.id === 'pinLead') return;
  await bench.call(`/v1/edits/${actionId}/undo`, {
    body: { reason: 'An example.' },
    headers: { prefer: 'wait=10' },
  });
}

const calls = OPERATIONS.flatMap((operation) =>
  operation.calls.map((call): [string, string, Operation, ExampleCall] => [
    operation.id,
    call.name,
    operation,
    call,
  ]),
);

describe('the examples of the document', () => {
  test.each(calls)('%s: %s', async (_id, _name, operation, shown) => {
    const call = bring(shown);
    const reply = await bench.call(pathOf(operation, call), {
      method: operation.method.toUpperCase(),
      ...(call.body !== undefined && { body: call.body }),
      headers: { ...call.headers, ...(call.mediaType !== undefined && { 'content-type': call.mediaType }) },
    });
    // The clusterer may be quicker with an edit than its answer is: 202 tells that it will be done, 200 that it is.
    const isDone = operation.tag === 'Editing' && call.status === 202 && reply.status === 200;
    const expected = isDone ? { body: { isApplied: true } } : { status: call.status };
    expect(reply).toMatchObject(expected);
    await remember(operation, reply.body);
  });
});

import { Agent, get } from 'node:http';

import { expect, test } from '@jest/globals';
import { listen } from '@writethru/runtime';
import express from 'express';

import { until } from '../support/until.ts';

/** Asks over and over on connections that are kept, until one is refused. Answers how many were answered. */
async function ask(url: string, agent: Agent, onAnswer: () => void): Promise<void> {
  for (;;) {
    const isAnswered = await new Promise<boolean>((resolve) => {
      get(url, { agent }, (response) => response.resume().once('end', () => resolve(true))).once(
        'error',
        () => resolve(false),
      );
    });
    if (!isAnswered) return;
    onAnswer();
  }
}

test('a server closes though its clients keep their connections and always have a next request', async () => {
  const app = express().get('/', (_request, response) => {
    setTimeout(() => response.send('ok'), 5);
  });
  const http = await listen(app, '127.0.0.1', 0);
  const agent = new Agent({ keepAlive: true });
  let answers = 0;
  const clients = Array.from({ length: 8 }, () => ask(http.url, agent, () => answers++));
  await until(() => answers > 100);
  let isClosed = false;
  void http.close().then(() => (isClosed = true));
  await until(() => isClosed);
  await Promise.all(clients);
  agent.destroy();
  expect(answers).toBeGreaterThan(100);
});

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { findTestPort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

const RULES = path.resolve(import.meta.dirname, '../../deploy/prometheus/writethru.rules.yml');

/** An alert whose condition holds. It fires once that has been so for as long as its rule says. */
export interface HeldAlert {
  name: string;
  sinceMs: number;
}

/** A Prometheus with the rules of the product, as they stand, that scrapes every two seconds. */
export interface Prometheus {
  listAlerts(): Promise<HeldAlert[]>;
  /** By alert: how many seconds its condition must hold. */
  listPauses(): Promise<Map<string, number>>;
  stop(): Promise<void>;
}

interface Answers {
  alerts: { labels: { alertname: string }; activeAt: string }[];
  groups: { rules: { name: string; type: string; duration: number }[] }[];
}

/** Starts one in a folder of its own that goes with it. `targets` are HOST:PORT. */
export async function startPrometheus(targets: readonly string[], key: string): Promise<Prometheus> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-drill-prometheus-'));
  const config = {
    global: { scrape_interval: '2s', evaluation_interval: '2s' },
    rule_files: [RULES],
    scrape_configs: [
      { job_name: 'writethru', authorization: { credentials: key }, static_configs: [{ targets }] },
    ],
  };
  // JSON is YAML.
  writeFileSync(path.join(folder, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await findTestPort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${path.join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ask = async <Name extends keyof Answers>(what: Name): Promise<Answers[Name]> => {
    const path = what === 'groups' ? 'rules' : what;
    const response = await fetch(`http://${address}/api/v1/${path}`);
    return ((await response.json()) as { data: Answers }).data[what];
  };
  await until(() =>
    fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  // Before its first scrape it takes all services for dead.
  await until(async () => {
    const response = await fetch(`http://${address}/api/v1/query?query=wire_health`);
    const { data } = (await response.json()) as { data: { result: unknown[] } };
    return data.result.length > 0;
  });
  return {
    async listAlerts() {
      const alerts = await ask('alerts');
      return alerts.map(({ labels, activeAt }) => ({
        name: labels.alertname,
        sinceMs: Date.parse(activeAt),
      }));
    },
    async listPauses() {
      const groups = await ask('groups');
      const rules = groups.flatMap((group) => group.rules).filter(({ type }) => type === 'alerting');
      return new Map(rules.map(({ name, duration }) => [name, duration]));
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

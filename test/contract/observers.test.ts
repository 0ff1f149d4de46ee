import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { readComposeServices } from '../support/compose.ts';

const deploy = path.resolve(import.meta.dirname, '../../deploy');
const read = (file: string): string => readFileSync(path.join(deploy, file), 'utf8');

interface Route {
  receiver?: string;
  matchers?: string[];
  routes?: Route[];
}
interface Inhibition {
  source_matchers: string[];
  target_matchers: string[];
}

/** What Alertmanager 0.27 knows: it does not start with any other key. */
const KEYS = {
  file: ['global', 'templates', 'route', 'receivers', 'inhibit_rules', 'time_intervals'],
  route: [
    'receiver',
    'group_by',
    'continue',
    'matchers',
    'group_wait',
    'group_interval',
    'repeat_interval',
  ].concat('mute_time_intervals', 'active_time_intervals', 'routes'),
  inhibition: ['source_matchers', 'target_matchers', 'equal'],
};
const MATCHER = /^(\w+) *(=~|!~|!=|=) *(?:"([^"]*)"|([\w.*|-]+))$/;

const alertmanager = parse(read('alertmanager/alertmanager.yml')) as {
  route: Route;
  receivers: { name: string }[];
  inhibit_rules: Inhibition[];
};

function listRoutes(route: Route): Route[] {
  return [route, ...(route.routes ?? []).flatMap(listRoutes)];
}

/** `known` has every key of `thing`. */
function expectKnown(thing: object, known: readonly string[]): void {
  expect(known).toEqual(expect.arrayContaining(Object.keys(thing)));
}

test('Alertmanager knows every key of its file, and every route ends at a receiver that is there', () => {
  expectKnown(alertmanager, KEYS.file);
  const receivers = alertmanager.receivers.map(({ name }) => name);
  expect(receivers).toHaveLength(new Set(receivers).size);
  expect(alertmanager.route).toEqual(expect.not.objectContaining({ matchers: expect.anything() }));
  for (const route of listRoutes(alertmanager.route)) {
    expectKnown(route, KEYS.route);
    expect(receivers).toContain(route.receiver);
  }
});

test('its matchers can be read, and name alerts and severities that the rules have', () => {
  const rules = read('prometheus/writethru.rules.yml');
  const known: Record<string, string[]> = {
    alertname: [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name!),
    severity: [...rules.matchAll(/severity: (\w+)/g)].map(([, name]) => name!),
  };
  for (const rule of alertmanager.inhibit_rules) expectKnown(rule, KEYS.inhibition);
  const matchers = [
    ...listRoutes(alertmanager.route).flatMap((route) => route.matchers ?? []),
    ...alertmanager.inhibit_rules.flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers]),
  ];
  expect(matchers.length).toBeGreaterThan(3);
  for (const matcher of matchers) {
    const [, label = '', , quoted, plain] = MATCHER.exec(matcher) ?? [];
    const one = (quoted ?? plain ?? '').split('|');
    const named = one.map((name) => known[label]?.some((each) => new RegExp(`^(?:${name})$`).test(each)));
    expect([matcher, named]).toEqual([matcher, one.map(() => true)]);
  }
});

test('Prometheus, Alertmanager and Grafana find each other, and the dashboards, where compose puts them', () => {
  const services = readComposeServices();
  const { datasources } = parse(read('grafana/provisioning/datasources/prometheus.yml')) as {
    datasources: { uid: string; type: string; url: string; access: string }[];
  };
  expect(datasources).toHaveLength(1);
  const [source] = datasources;
  expect(source).toMatchObject({ type: 'prometheus', access: 'proxy' });
  const { alerting } = parse(read('prometheus/prometheus.yml')) as {
    alerting: { alertmanagers: { static_configs: { targets: string[] }[] }[] };
  };
  const targets = alerting.alertmanagers.flatMap((one) => one.static_configs.flatMap((each) => each.targets));
  for (const address of [new URL(source!.url).host, ...targets]) {
    const [name, port] = address.split(':');
    expect([address, services[name!]?.ports?.some((each) => each.endsWith(`:${port}`))]).toEqual([
      address,
      true,
    ]);
  }
  const { apiVersion, providers } = parse(read('grafana/provisioning/dashboards/writethru.yml')) as {
    apiVersion: number;
    providers: { type: string; options: { path: string } }[];
  };
  expect(apiVersion).toBe(1);
  expect(providers.map(({ type }) => type)).toEqual(['file']);
  expect(services['grafana']!.volumes).toContain(
    `./deploy/grafana/dashboards:${providers[0]!.options.path}:ro`,
  );
  const dashboard = read('grafana/dashboards/writethru.json');
  const uids = [...dashboard.matchAll(/"datasource":\s*\{[^}]*"uid":\s*"([^"]+)"/g)].map(([, uid]) => uid);
  expect(new Set(uids)).toEqual(new Set([source!.uid]));
});

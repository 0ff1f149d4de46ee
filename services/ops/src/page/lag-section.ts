import { quantileOf, totalOf } from '@writethru/domain';
import { html, renderTime, type SafeHtml } from '@writethru/runtime';

import { formatCount, formatSeconds } from '../format.ts';
import { describeMark } from '../marks.ts';
import { RANGES, type RangeName, type Series } from '../series.ts';
import type { Section } from './section.ts';

export interface LagFacts extends Series {
  range: RangeName;
}

const TARGET_SECONDS = 60;

/** Lag over time, as a sentence, a chart and a table. */
export function makeLagSection({ samples, marks, range }: LagFacts, zone: string): Section {
  return {
    id: 'lag',
    title: 'Lag',
    summary: summarise(samples, range),
    weight: 1,
    body: html`<p class="ranges">
        ${Object.keys(RANGES).map((name) =>
          name === range
            ? html`<a href="/ops?range=${name}#lag" aria-current="true">${name}</a> `
            : html`<a href="/ops?range=${name}#lag">${name}</a> `,
        )}
      </p>
      ${samples.length === 0 ? renderNothing() : renderChart({ samples, marks, range }, zone)}`,
  };
}

function summarise(samples: Series['samples'], range: RangeName): string {
  const live = samples.filter(({ lagCounts }) => totalOf(lagCounts) > 0);
  if (live.length === 0) return `nothing live came to its story in ${range}`;
  const worst = Math.max(...live.map(({ lagCounts }) => quantileOf(lagCounts, 0.95) ?? 0));
  const late = live.filter(({ lagCounts }) => (quantileOf(lagCounts, 0.95) ?? 0) > TARGET_SECONDS).length;
  return `p95 at most ${formatSeconds(worst)} in ${range}; over the target in ${late} of ${live.length} ${RANGES[range].of}`;
}

function renderNothing(): SafeHtml {
  return html`<p class="empty">No samples yet: the first comes within twenty seconds of the start.</p>`;
}

function renderChart({ samples, marks }: LagFacts, zone: string): SafeHtml {
  return html`<div
      class="chart"
      data-chart="lag"
      data-target="${TARGET_SECONDS}"
      data-marks="${JSON.stringify(marks.map(({ at, kind }) => [at.getTime() / 1000, kind]))}"
    ></div>
    <p class="marks">
      ${marks.length === 0 ? 'No deploys, pauses or replays in this time.' : ''}
      ${marks.map((mark) => html`<span>${renderTime(mark.at, zone)} ${describeMark(mark)}</span> `)}
    </p>
    <details>
      <summary>The same as a table</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Lag over time">
        <table data-series>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col" class="number">p50</th>
              <th scope="col" class="number">p95</th>
              <th scope="col" class="number">p99</th>
              <th scope="col" class="number">In</th>
              <th scope="col" class="number">Out</th>
              <th scope="col" class="number">Waiting</th>
            </tr>
          </thead>
          <tbody>
            ${samples.map((sample) => renderRow(sample, zone))}
          </tbody>
        </table>
      </div>
    </details>`;
}

function renderRow(sample: Series['samples'][number], zone: string): SafeHtml {
  const cells = [0.5, 0.95, 0.99].map((q) => quantileOf(sample.lagCounts, q));
  return html`<tr data-at="${sample.at.getTime() / 1000}">
    <td>${renderTime(sample.at, zone)}</td>
    ${cells.map((value) => html`<td class="number" data-value="${value ?? ''}">${formatSeconds(value)}</td>`)}
    <td class="number">${formatCount(sample.received)}</td>
    <td class="number">${formatCount(sample.clustered)}</td>
    <td class="number">${formatCount(sample.backlog)}</td>
  </tr>`;
}

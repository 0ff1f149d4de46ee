// The page is complete without this: it draws the chart, and renews the parts that changed.
import uPlot from '/assets/uplot.js';

const POLL_MS = 10_000;
const STALE_MS = 30_000;
const state = { stream: null, isLive: false, timer: null, renewedAt: Date.now(), chart: null };

function drawChart() {
  const place = document.querySelector('[data-chart]');
  const table = document.querySelector('table[data-series]');
  if (place === null || table === null) return;
  const rows = [...table.querySelectorAll('tr[data-at]')];
  const column = (at) =>
    rows.map((row) => {
      const { value } = row.querySelectorAll('td')[at].dataset;
      return value === '' ? null : Math.max(0.01, Number(value));
    });
  const times = rows.map((row) => Number(row.dataset.at));
  const target = Number(place.dataset.target);
  const data = [times, column(1), column(2), column(3), times.map(() => target)];
  state.chart?.destroy();
  state.chart = new uPlot({ ...describeChart(place, times, target), ...measureChart(place) }, data, place);
}

function measureChart(place) {
  return { width: place.clientWidth, height: 220 };
}

function describeChart(place, times, target) {
  const colour = makeColours(place);
  const clock = makeClock(times);
  const marks = JSON.parse(place.dataset.marks);
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = { stroke: colour('--quiet'), grid, ticks: { show: false } };
  const line = (label, name, style) => ({ label, stroke: colour(name), spanGaps: false, ...style });
  return {
    scales: {
      y: { distr: 3, range: (_chart, low, high) => [Math.min(low, 0.1), Math.max(high, target * 2)] },
    },
    axes: [
      { ...axis, values: (_chart, seconds) => seconds.map((at) => clock.format(at * 1000)) },
      {
        ...axis,
        size: 60,
        splits: () => [0.1, 1, 10, 100, 1000, 10000],
        values: (_chart, values) => values.map((value) => `${value} s`),
      },
    ],
    series: [
      { label: 'At', value: (_chart, at) => (at === null ? '–' : clock.format(at * 1000)) },
      line('p50', '--good', { width: 1.5 }),
      line('p95', '--calm', { width: 2.5 }),
      line('p99', '--warn', { width: 1.5, dash: [2, 3] }),
      line('target', '--bad', { width: 1, dash: [6, 4], points: { show: false } }),
    ],
    hooks: { draw: [(chart) => drawMarks(chart, marks, colour('--quiet'))] },
  };
}

// A canvas knows no light-dark(): an element has to say what it comes to.
function makeColours(place) {
  const style = getComputedStyle(document.documentElement);
  return (name) => {
    const probe = document.createElement('i');
    place.append(probe);
    probe.style.color = style.getPropertyValue(name);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}

function makeClock(times) {
  const isLong = times.length > 0 && times.at(-1) - times[0] > 172_800;
  const form = isLong
    ? { day: 'numeric', month: 'short' }
    : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat('en-GB', { timeZone: document.documentElement.dataset.zone, ...form });
}

const MARK_NAMES = {
  start: 'start',
  pause: 'pause',
  resume: 'resume',
  replay: 'replay',
  replay_end: 'replay ends',
};

function drawMarks(chart, marks, colour) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.setLineDash([3, 3]);
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.font = `${Math.round(11 * devicePixelRatio)}px system-ui, sans-serif`;
  // Names stand in rows, where they would run into each other.
  const ends = [];
  for (const [at, kind] of marks) {
    const x = chart.valToPos(at, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const name = MARK_NAMES[kind] ?? kind;
    const width = ctx.measureText(name).width + 4 * devicePixelRatio;
    const left = Math.min(x + 4 * devicePixelRatio, bbox.left + bbox.width - width);
    const free = ends.findIndex((end) => end < left);
    const row = free === -1 ? ends.length : free;
    ends[row] = left + width;
    ctx.fillText(name, left, bbox.top + (row + 1) * 12 * devicePixelRatio);
  }
  ctx.restore();
}

// A document that is fetched runs nothing, and its nodes can be taken over without a string becoming markup.
function fetchPage() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.pathname + location.search);
    request.responseType = 'document';
    request.setRequestHeader('Accept', 'text/html');
    request.onload = () => {
      const isHere = request.responseXML?.querySelector('[data-part="first"]');
      if (isHere) resolve(request.responseXML);
      else reject(new Error(`answered ${request.status}`));
    };
    request.onerror = () => reject(new Error('no answer'));
    request.send();
  });
}

async function renew() {
  try {
    takeOver(await fetchPage());
    state.renewedAt = Date.now();
  } catch {
    // What the page says of its age tells it.
  }
  sayAge();
}

function takeOver(fresh) {
  document.title = fresh.title;
  const held = new Map(partsOf(document));
  const main = document.querySelector('main');
  let isChartNew = false;
  for (const [name, part] of partsOf(fresh)) {
    const old = held.get(name);
    held.delete(name);
    const next = document.importNode(part, true);
    if (old === undefined) {
      main.append(next);
      continue;
    }
    if (old.contains(document.activeElement) && document.activeElement !== document.body) continue;
    if (next.tagName === 'DETAILS') next.open = old.open;
    for (const [at, inner] of [...next.querySelectorAll('details')].entries())
      inner.open = old.querySelectorAll('details')[at]?.open ?? inner.open;
    if (old.dataset.text === next.textContent) continue;
    next.dataset.text = next.textContent;
    old.replaceWith(next);
    isChartNew ||= next.querySelector('[data-chart]') !== null;
  }
  for (const gone of held.values()) gone.remove();
  if (isChartNew) drawChart();
}

function partsOf(root) {
  return [...root.querySelectorAll('main > [data-part]')].map((part) => [part.dataset.part, part]);
}

function sayAge() {
  const place = document.querySelector('[data-live]');
  if (place === null) return;
  const ageMs = Date.now() - state.renewedAt;
  place.classList.toggle('fault', ageMs > STALE_MS);
  place.textContent =
    ageMs > STALE_MS
      ? `Stale: this page could not be renewed for ${Math.round(ageMs / 1000)} s.`
      : state.isLive
        ? 'Live.'
        : 'Renewed by asking.';
}

function poll() {
  clearInterval(state.timer);
  state.timer = setInterval(() => {
    if (!state.isLive) void renew();
    // A refused stream is not tried again by the browser.
    if (state.stream?.readyState === EventSource.CLOSED) follow();
    sayAge();
  }, POLL_MS);
}

// A browser has few connections to one host: a page that nobody sees keeps none.
function follow() {
  state.stream?.close();
  state.isLive = false;
  if (document.hidden) return;
  state.stream = new EventSource('/ops/live');
  state.stream.addEventListener('open', () => tell(true));
  state.stream.addEventListener('error', () => tell(false));
  state.stream.addEventListener('sample', () => void renew());
}

function tell(isLive) {
  state.isLive = isLive;
  sayAge();
}

// A number leads to its section, which may be folded.
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.tagName !== 'DETAILS') return;
  target.open = true;
  target.scrollIntoView();
}

if (document.querySelector('[data-part="first"]') !== null) {
  unfold();
  addEventListener('hashchange', unfold);
  drawChart();
  poll();
  follow();
  document.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', () => state.stream?.close());
  addEventListener('pageshow', (event) => event.persisted && follow());
  addEventListener('resize', () =>
    state.chart?.setSize(measureChart(document.querySelector('[data-chart]'))),
  );
}

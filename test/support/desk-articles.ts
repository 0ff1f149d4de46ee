import { makeText } from './made-text.ts';

const PARAGRAPHS = [
  'The bridge over the harbour of Lindmouth was closed on Monday morning after a crack of four centimetres was found in one of its piers, the town said.',
  'Buses turn back at the fish market, and a ferry takes people on foot across every twelve minutes until ten at night.',
  'The mayor said that engineers would look at all nine piers before anyone was let back onto it, and that this would take three weeks at least.',
  'Traders on the south bank fear for the Christmas market, which brings 40,000 visitors in a usual year.',
  'The bridge was built in 1931 and widened twice; its last inspection, in the spring, had found nothing that needed mending.',
];

export const FERRY_TEXT =
  'The ferry Aurora ran aground on a sandbank off Skerry Point on Tuesday with 112 passengers on board, the coast guard said. Nobody was hurt, and everybody was taken ashore in lifeboats within two hours. The captain told the radio that the buoy which marks the channel had drifted some hundred metres in the storm of the night before. A tug is to pull the ship free at high water on Wednesday.';

export const BRIDGE = {
  update: 'UPDATE 1-Lindmouth harbour bridge to stay shut for three weeks',
  opening: PARAGRAPHS[0]!,
  /** What the cut-down lacks. */
  engineers: PARAGRAPHS[2]!,
};

function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000).toISOString();
}

/** A small newsroom for pages: a story of four versions, one that is killed, one under embargo. */
export const DESK_ARTICLES = [
  { provider: 'demo-wire', guid: 'wire-bridge-1', headline: 'Crack closes Lindmouth harbour bridge', body: PARAGRAPHS.slice(0, 3).join('\n\n'), language: 'en', publishedAt: hoursAgo(9) },
  { provider: 'demo-courier', guid: 'courier-bridge', headline: 'Lindmouth bridge closed', body: PARAGRAPHS.slice(0, 2).join('\n\n'), language: 'en', url: 'https://courier.example/bridge', publishedAt: hoursAgo(8) },
  { provider: 'demo-herald', guid: 'herald-bridge', headline: 'Crack closes Lindmouth harbour bridge', body: PARAGRAPHS.slice(0, 3).join('\n\n'), language: 'en', publishedAt: hoursAgo(7) },
  { provider: 'demo-wire', guid: 'wire-bridge-1', version: 1, headline: BRIDGE.update, body: PARAGRAPHS.join('\n\n'), language: 'en', publishedAt: hoursAgo(6) },
  { provider: 'demo-wire', guid: 'wire-ferry', headline: 'Ferry Aurora aground off Skerry Point', body: FERRY_TEXT, language: 'en', publishedAt: hoursAgo(5) },
  { provider: 'alpha', guid: 'shared-guid', headline: 'One', body: makeText(11, 60), publishedAt: hoursAgo(3) },
  { provider: 'beta', guid: 'shared-guid', headline: 'Two', body: makeText(12, 60), publishedAt: hoursAgo(3) },
  { provider: 'alpha', guid: 'killed-1', headline: 'A libellous headline', body: `libellous ${makeText(13, 60)}`, publishedAt: hoursAgo(3) },
  { provider: 'alpha', guid: 'killed-1', version: 1, headline: 'A libellous headline', pubStatus: 'canceled', publishedAt: hoursAgo(2) },
  { provider: 'alpha', guid: 'embargoed-1', headline: 'Secret budget', body: makeText(14, 60), embargoedUntil: hoursAgo(-48), publishedAt: hoursAgo(2) },
]; // prettier-ignore

/** Two that join by a narrow margin, and two that narrowly don't. */
export const DOUBTFUL_ARTICLES = [
  { provider: 'demo-wire', guid: 'margin-1', headline: 'Margin one', body: `${makeText(31, 120)} ${makeText(32, 90)}`, publishedAt: hoursAgo(2) },
  { provider: 'demo-courier', guid: 'margin-2', headline: 'Margin two', body: `${makeText(31, 120)} ${makeText(33, 100)}`, publishedAt: hoursAgo(2) },
  { provider: 'demo-wire', guid: 'margin-3', headline: 'Margin three', body: `${makeText(41, 80)} ${makeText(42, 130)}`, publishedAt: hoursAgo(2) },
  { provider: 'demo-courier', guid: 'margin-4', headline: 'Margin four', body: `${makeText(41, 80)} ${makeText(43, 140)}`, publishedAt: hoursAgo(2) },
]; // prettier-ignore

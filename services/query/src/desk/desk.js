// The desk works without this: it only tells that there is more to see, and takes keys.
const bar = document.querySelector('.news[data-position]');
if (bar !== null) watchNews(bar);

function watchNews(bar) {
  const link = bar.querySelector('a');
  const { position, query } = bar.dataset;
  let stream = null;
  let timer = null;
  let again = null;
  const look = async () => {
    timer = null;
    const parameters = new URLSearchParams(query);
    parameters.set('since', position);
    try {
      const answer = await fetch(`/desk/new?${parameters}`);
      if (answer.ok) show((await answer.json()).count);
    } catch {
      // The stream tells again when the service is back.
    }
  };
  const show = (count) => {
    bar.hidden = count === 0;
    link.textContent = count === 0 ? '' : `${count > 99 ? '99+' : count} new or changed`;
  };
  // Events come in heaps: one look answers for all of them.
  const soon = () => (timer ??= setTimeout(look, 400));
  const listen = () => {
    stream = new EventSource(`/desk/live?since=${position}`);
    for (const type of ['created', 'updated', 'corrected', 'canceled', 'merged', 'split'])
      stream.addEventListener(`story.${type}`, soon);
    // The browser connects again by itself, but not after an answer that is no stream: then a look now and then will do.
    stream.addEventListener('error', () => {
      if (stream?.readyState === EventSource.CLOSED) again ??= setTimeout(follow, 5_000);
    });
  };
  // A browser has few connections to one host: a page that nobody sees keeps none.
  const follow = () => {
    stream?.close();
    stream = null;
    clearTimeout(again);
    again = null;
    if (document.hidden) return;
    listen();
    soon();
  };
  document.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', (event) => event.persisted && follow());
  follow();
}

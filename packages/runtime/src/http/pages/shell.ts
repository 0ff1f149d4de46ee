import { html, type SafeHtml } from '../html.ts';
import type { PageView } from './view.ts';

/** What a page of ours may do: load from this host, and let no string become markup or script. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** A place that the header leads to. */
export interface Section {
  href: string;
  label: string;
}

export interface Page {
  /** Shown in the tab, before the product's name. */
  title: string;
  /** What stands in <main>: begins with an <h1>. */
  main: SafeHtml;
  /** The href of the section that the page belongs to. */
  section?: string;
  /** The second row of the header: what the section has to offer. */
  bar?: SafeHtml;
  /** What stands under the page. */
  foot?: SafeHtml;
  /** URLs of style sheets and ES modules of its own. */
  styles?: readonly string[];
  scripts?: readonly string[];
  /** Reloads by itself where no script runs. */
  refreshSeconds?: number;
}

/** The whole document: header with the sections, who is signed in and how times are shown, then the page. */
export function renderShell(
  page: Page,
  view: PageView,
  frame: { sections: readonly Section[]; styleUrl: string; iconUrl: string },
): SafeHtml {
  const refresh =
    page.refreshSeconds === undefined
      ? ''
      : html`<noscript><meta http-equiv="refresh" content="${page.refreshSeconds}" /></noscript>`;
  return html`<!doctype html>
    <html lang="en" data-theme="${view.theme}" data-zone="${view.zone}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        ${refresh}
        <title>${page.title} · Writethru</title>
        <link rel="icon" href="${frame.iconUrl}" />
        ${[frame.styleUrl, ...(page.styles ?? [])].map((url) => html`<link rel="stylesheet" href="${url}" />`)}
        ${(page.scripts ?? []).map((url) => html`<script type="module" src="${url}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header class="masthead">
          <div class="top">
            <p class="name"><a href="${frame.sections[0]?.href ?? '/'}">Writethru</a></p>
            ${view.principal === null ? '' : renderSections(frame.sections, page.section)}
            ${renderReader(view)}
          </div>
          ${page.bar === undefined ? '' : html`<div class="bar">${page.bar}</div>`}
        </header>
        <main id="main" tabindex="-1">${page.main}</main>
        ${page.foot === undefined ? '' : html`<footer>${page.foot}</footer>`}
      </body>
    </html> `;
}

function renderSections(sections: readonly Section[], current: string | undefined): SafeHtml {
  return html`<nav aria-label="Sections">
    ${sections.map(({ href, label }) =>
      href === current
        ? html`<a href="${href}" aria-current="page">${label}</a>`
        : html`<a href="${href}">${label}</a>`,
    )}
  </nav>`;
}

function renderReader(view: PageView): SafeHtml {
  const settings = html`<a href="/preferences?next=${encodeURIComponent(view.path)}"
    >Times in ${view.zone}</a
  >`;
  if (view.principal === null) return html`<div class="reader">${settings}</div>`;
  return html`<div class="reader">
    ${settings}
    <span><bdi>${view.principal.holder}</bdi> · ${nameRole(view.principal.scopes)}</span>
    <form method="post" action="/sign-out"><button class="plain">Sign out</button></form>
  </div>`;
}

/** What people call a set of scopes. */
function nameRole(scopes: readonly string[]): string {
  if (scopes.includes('admin')) return 'admin';
  const roles = [
    ...(scopes.includes('ops') ? ['operator'] : []),
    ...(scopes.includes('edit') ? ['editor'] : []),
  ];
  return roles.length === 0 ? 'viewer' : roles.join(' and ');
}

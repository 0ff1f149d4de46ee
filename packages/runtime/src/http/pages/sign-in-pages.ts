import { html, type SafeHtml } from '../html.ts';
import { THEMES, type PageView } from './view.ts';

/** The form that takes a key. `fault` says why the last try failed; `isFromElsewhere` that a link of another site led here. */
export function renderSignIn(next: string, options: { fault?: string; isFromElsewhere?: boolean }): SafeHtml {
  return html`<div class="narrow">
    <h1>Sign in</h1>
    ${options.fault === undefined ? '' : html`<p class="fault" role="alert">${options.fault}</p>`}
    ${
      options.isFromElsewhere === true
        ? html`<p>
            You came by a link from another site. If you are signed in already, <a href="${next}">go on</a>.
          </p>`
        : ''
    }
    <form method="post" action="/sign-in" class="stacked">
      <input type="hidden" name="next" value="${next}" />
      <label for="key">Key</label>
      <input id="key" name="key" type="password" autocomplete="current-password" required />
      <button>Sign in</button>
    </form>
    <p class="quiet">Or run <code>npx --no writethru sign-in</code>, and open the link that it prints.</p>
  </div>`;
}

/** The page of a one-time link. It takes a click to use it, so that what previews links does not use it up. */
export function renderLink(token: string): SafeHtml {
  return html`<div class="narrow">
    <h1>Sign in</h1>
    <p>This link works once.</p>
    <form method="post" action="/sign-in" class="stacked">
      <input type="hidden" name="token" value="${token}" />
      <button>Sign in</button>
    </form>
  </div>`;
}

/** Theme and zone. */
export function renderPreferences(view: PageView, next: string): SafeHtml {
  const zones = [...new Set(['UTC', view.zone, ...Intl.supportedValuesOf('timeZone')])];
  return html`<div class="narrow">
    <h1>How pages look</h1>
    <form method="post" action="/preferences" class="stacked">
      <input type="hidden" name="next" value="${next}" />
      <label for="zone">Times in</label>
      <select id="zone" name="zone">
        ${zones.map((zone) => renderOption(zone, zone === view.zone))}
      </select>
      <label for="theme">Theme</label>
      <select id="theme" name="theme">
        ${THEMES.map((theme) => renderOption(theme, theme === view.theme))}
      </select>
      <button>Keep</button>
    </form>
  </div>`;
}

/** Why somebody who is signed in does not see a page. */
export function renderForbidden(): SafeHtml {
  return html`<div class="narrow">
    <h1>Not for this key</h1>
    <p>
      The key that you are signed in with lacks the scope for this page. Sign out, and in again with another.
    </p>
  </div>`;
}

function renderOption(value: string, isSelected: boolean): SafeHtml {
  return isSelected
    ? html`<option value="${value}" selected>${value}</option>`
    : html`<option value="${value}">${value}</option>`;
}

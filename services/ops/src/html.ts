export { html, type SafeHtml } from '@writethru/runtime';

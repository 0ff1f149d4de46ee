/** Requests that go out to addresses which strangers named: guarded against private networks, bounded in size and time. */
export { getDocument, type FetchedDocument, type GetOptions } from './get-document.ts';
export { lookupPublic, refusePrivateHost } from './public-address.ts';

import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

import { AppError } from '@writethru/domain';

/** Networks that are not the public internet (IANA special-purpose registries), and what reaches them in disguise. */
// Two lists: Node takes an IPv4 address for one of IPv6 where a list has networks of both.
const PRIVATE = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.ipv4.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 8],
  ['64:ff9b::', 32],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  PRIVATE.ipv6.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address is of the public internet. */
function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return family === 4 ? !PRIVATE.ipv4.check(address, 'ipv4') : !PRIVATE.ipv6.check(address, 'ipv6');
}

/**
 * Throws AppError `forbidden` where a URL names a private address itself. A name is checked by `lookupPublic` when it
 * is connected to: what it stands for may change until then.
 */
export function refusePrivateHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refusal(host);
}

/** A look-up for a connection that answers public addresses alone: what it answers is what is connected to. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) {
      callback(error, '', 0);
      return;
    }
    const allowed = addresses.filter(({ address }) => isPublicAddress(address));
    if (allowed.length === 0) callback(refusal(hostname), '', 0);
    else if (options.all === true) callback(null, allowed);
    else callback(null, allowed[0]!.address, allowed[0]!.family);
  });
};

function refusal(host: string): AppError {
  return new AppError('forbidden', `${host} is not on the public internet.`);
}

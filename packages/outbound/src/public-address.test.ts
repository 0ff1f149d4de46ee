import { describe, expect, test } from '@jest/globals';

import { lookupPublic, refusePrivateHost } from './public-address.ts';

describe('what is not on the public internet is refused', () => {
  test.each([
    'http://127.0.0.1/',
    'http://0/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[64:ff9b::a00:1]/',
    'http://[2002:a00:1::]/',
  ])('%s', (url) => {
    expect(() => refusePrivateHost(new URL(url))).toThrow('not on the public internet');
  });

  test('a name, when it is connected to', async () => {
    const error = await new Promise((resolve) => lookupPublic('localhost', {}, (fault) => resolve(fault)));
    expect(String(error)).toContain('localhost is not on the public internet');
  });

  test.each(['http://8.8.8.8/', 'http://[2606:4700::1111]/', 'https://news.example.com/'])(
    'but not %s',
    (url) => {
      expect(() => refusePrivateHost(new URL(url))).not.toThrow();
    },
  );
});

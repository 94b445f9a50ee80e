import { expect, test } from 'vitest'
import { describeProxy, readProxyAddress, readProxyList } from './proxy.ts'

test('MOD-5.proxy: addresses of proxies are read as people and systems write them, or not at all', () => {
  const proxy = (scheme: string, host: string, login: object | null = null) => ({ scheme, host, login })
  expect(readProxyAddress('http://proxy.test')).toEqual(proxy('http', 'proxy.test:80'))
  expect(readProxyAddress('HTTPS://Proxy.test:8443/')).toEqual(proxy('https', 'proxy.test:8443'))
  expect(readProxyAddress('https://proxy.test')).toEqual(proxy('https', 'proxy.test:443'))
  // A port that is the usual one of another kind is not lost on the way.
  expect(readProxyAddress('https://proxy.test:80')).toEqual(proxy('https', 'proxy.test:80'))
  expect(readProxyAddress('socks5://[fd00::1]')).toEqual(proxy('socks5', '[fd00::1]:1080'))
  const login = { user: 'jané', password: '100%:@' }
  expect(readProxyAddress('http://jan%C3%A9:100%%3A%40@p.test:1')).toEqual(proxy('http', 'p.test:1', login))
  for (const none of [
    '',
    'proxy.test:80',
    'ftp://p',
    'socks4://p',
    'http://',
    'http://p/path',
    'http://p?q',
    'http://p:99999',
  ])
    expect(readProxyAddress(none), none).toBeNull()
  expect(describeProxy({ scheme: 'https', host: 'p.test:1', login })).toBe('https://p.test:1')
})

test('MOD-5.proxy: MOD-5.pac: a list keeps its order; what nobody here speaks is passed over, and is not taken for direct', () => {
  const at = (host: string) => ({ scheme: 'http', host, login: null })
  expect(readProxyList('')).toEqual(['direct'])
  expect(readProxyList(' proxy a:1 ;;  PROXY\tb:2; direct')).toEqual([at('a:1'), at('b:2'), 'direct'])
  expect(readProxyList('SOCKS old:1; PROXY a:1')).toEqual([at('a:1')])
  for (const none of ['SOCKS old:1', 'PROXY', 'PROXY a/path', 'constructor a:1', 'nonsense']) {
    expect(() => readProxyList(none), none).toThrowError(expect.objectContaining({ code: 'PROXY_FAILED' }))
  }
})

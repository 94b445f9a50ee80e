import { expect, test } from 'vitest'
import { readEnvironmentProxy } from './environment-proxy.ts'
import { answerProxyRequest } from './system-proxy.ts'

const request = { type: 'proxy-get', request: 7, url: 'https://world.test/' } as const

test('MOD-5.proxy: the host tells the engine of the system’s proxy, and never that there is none when it does not know', async () => {
  const answer = (list: string | null) => ({ type: 'proxy-value', request: 7, list })
  expect(await answerProxyRequest(async (url) => `PROXY for:${url.length}`, request)).toEqual(answer('PROXY for:19'))
  expect(await answerProxyRequest(() => Promise.reject(new Error('no')), request)).toEqual(answer(null))
  expect(await answerProxyRequest(undefined, request)).toEqual(answer('DIRECT'))
})

test('MOD-5.proxy: the environment’s proxies, by the address, with those that are left out', async () => {
  const find = async (environment: Record<string, string>, url: string) =>
    await readEnvironmentProxy(environment)?.find(url)
  const both = {
    HTTP_PROXY: 'http://plain.test:3128',
    https_proxy: 'https://me:s%40@safe.test',
    HTTPS_PROXY: 'ignored',
  }
  expect(readEnvironmentProxy({ NO_PROXY: '*', PATH: '/' })).toBeNull()
  expect(await find(both, 'http://world.test/')).toBe('PROXY plain.test:3128')
  expect(await find(both, 'https://world.test/')).toBe('HTTPS me:s%40@safe.test')
  expect(await find({ ALL_PROXY: 'socks5h://socks.test:1080/' }, 'https://world.test/')).toBe('SOCKS5 socks.test:1080')
  expect(await find({ http_proxy: 'bare.test:8080' }, 'http://world.test/')).toBe('PROXY bare.test:8080')
  expect(await find({ http_proxy: 'bare.test:8080' }, 'https://world.test/')).toBe('DIRECT')
  // Another kind is not taken for none.
  expect(await find({ ALL_PROXY: 'socks4://old.test' }, 'https://world.test/')).toBe('UNKNOWN old.test')
  const left = { ...both, NO_PROXY: 'exact.test, .dotted.test,*.star.test  port.test:8443 10.0.0.1 [::1] fd00::1' }
  const straight = async (host: string) => (await find(left, `https://${host}/`)) === 'DIRECT'
  const hosts = [
    'exact.test',
    'sub.exact.test',
    'dotted.test',
    'a.dotted.test',
    'a.star.test',
    'port.test:8443',
    '10.0.0.1',
  ]
  for (const host of [...hosts, '[::1]', '[fd00::1]']) expect(await straight(host), host).toBe(true)
  for (const host of ['notexact.test', 'port.test', '10.0.0.10']) expect(await straight(host), host).toBe(false)
  // Catches networks, which administrators write more often than hosts, that are taken for names.
  const within = { ...both, no_proxy: '172.16.0.0/12,[fd00::]/8 203.0.113.0/24,fe80::/10,10.0.0.0/99,/8,a.test/8' }
  const isWithin = async (host: string) => (await find(within, `https://${host}/`)) === 'DIRECT'
  for (const host of ['172.31.255.1', '[fd12::1]', '203.0.113.7:8443', '[fe80::1]']) {
    expect(await isWithin(host), host).toBe(true)
  }
  for (const host of ['172.32.0.1', '[fe00::1]', '203.0.114.7', '10.0.0.1', 'a.test']) {
    expect(await isWithin(host), host).toBe(false)
  }
  expect(await find({ ...both, NO_PROXY: 'exact.test' }, 'https://exact.test./')).toBe('DIRECT')
  expect(await find({ ...both, NO_PROXY: '*' }, 'https://world.test/')).toBe('DIRECT')
})

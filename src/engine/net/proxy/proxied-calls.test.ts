import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeAuthority } from '../../../../test/support/network/certificates.ts'
import { startProxy, startSocksProxy } from '../../../../test/support/network/proxies.ts'
import { openWayOut, startServer } from '../../../../test/support/network/way-out.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'

const authority = makeAuthority('An organisation')

/** A file with the authority's certificate, for the setting. */
function certificateFile(): string {
  const path = join(temporaryFolder(), 'authority.pem')
  writeFileSync(path, authority.certificate)
  return path
}

describe('MOD-5.proxy: calls by way of a proxy', () => {
  it('ask for http by the whole address and for https through a tunnel, in which the server itself is checked', async () => {
    // Catches a proxy that sees what is said in a tunnel, and one whose word for a server's name is taken.
    const plain = await startServer()
    const secret = await startServer({ certificate: authority.issue('world.test') })
    const proxy = await startProxy()
    const way = openWayOut({
      proxy: 'address',
      proxyAddress: `http://${proxy.host}`,
      certificateFiles: [certificateFile()],
    })
    expect(await way.get(`http://world.test:${plain.port}/a?b`)).toBe('200 hello')
    expect(await way.get(`https://world.test:${secret.port}/path`)).toBe('200 hello')
    await expect(way.get(`https://other.world.test:${secret.port}/`)).rejects.toMatchObject({
      code: 'CERTIFICATE_UNTRUSTED',
    })
    expect(proxy.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `GET http://world.test:${plain.port}/a?b`,
      `CONNECT world.test:${secret.port}`,
      `CONNECT other.world.test:${secret.port}`,
    ])
    expect(way.calls.map(({ proxy: by }) => by)).toEqual(Array(3).fill(`http://${proxy.host}`))
  })

  it('speak TLS with a proxy that does, and say who they are to one that asks', async () => {
    const plain = await startServer()
    const secret = await startServer({ certificate: authority.issue('world.test') })
    const proxy = await startProxy({ certificate: authority.issue('127.0.0.1'), login: 'me:p@ss word' })
    const settings = {
      ...{ proxy: 'address' as const, proxyAddress: `https://${proxy.host}` },
      certificateFiles: [certificateFile()],
    }
    const way = openWayOut(settings, { proxyLogin: async () => ({ user: 'me', password: 'p@ss word' }) })
    expect(await way.get(`http://world.test:${plain.port}/`)).toBe('200 hello')
    expect(await way.get(`https://world.test:${secret.port}/`)).toBe('200 hello')
    // The server is none of the proxy, and learns nothing of its password.
    expect([...plain.requests, ...secret.requests].map(({ headers }) => headers['proxy-authorization'])).toEqual([
      undefined,
      undefined,
    ])
    const nobody = openWayOut(settings)
    for (const url of [`http://world.test:${plain.port}/`, `https://world.test:${secret.port}/`]) {
      await expect(nobody.get(url)).rejects.toMatchObject({
        code: 'PROXY_REFUSED',
        message: expect.stringContaining('user and a password'),
      })
    }
    expect(JSON.stringify([...way.calls, ...nobody.calls])).not.toMatch(/p@ss|word"/)
  })

  it('go through SOCKS5 as well, names and all', async () => {
    const plain = await startServer()
    const secret = await startServer({ certificate: authority.issue('world.test') })
    const proxy = await startSocksProxy({ login: 'me:secret' })
    const way = openWayOut(
      { proxy: 'address', proxyAddress: `socks5://${proxy.host}`, certificateFiles: [certificateFile()] },
      { proxyLogin: async () => ({ user: 'me', password: 'secret' }) },
    )
    expect(await way.get(`http://world.test:${plain.port}/`)).toBe('200 hello')
    expect(await way.get(`https://world.test:${secret.port}/`)).toBe('200 hello')
    expect(proxy.requests.map(({ target }) => target)).toEqual([
      `world.test:${plain.port}`,
      `world.test:${secret.port}`,
    ])
  })

  it('follow what the system says for each server, and take the next proxy when one can not be reached', async () => {
    const { port } = await startServer()
    const [gone, proxy] = [await startProxy(), await startProxy()]
    await gone.close()
    const asked: string[] = []
    const way = openWayOut(
      {},
      {
        systemProxy: {
          source: 'system',
          async find(url) {
            asked.push(url)
            return url.includes('plain.') ? 'DIRECT' : `SOCKS 127.0.0.1:1; PROXY ${gone.host}; PROXY ${proxy.host}`
          },
        },
      },
    )
    expect(await way.get(`http://world.test:${port}/path?query`)).toBe('200 hello')
    expect(await way.get(`http://plain.world.test:${port}/`)).toBe('200 hello')
    expect(proxy.requests).toHaveLength(1)
    expect(way.calls.map(({ proxy: by }) => by)).toEqual([`http://${proxy.host}`, null])
    // Paths and queries are nobody's business but the server's.
    expect(asked).toEqual([`http://world.test:${port}/`, `http://plain.world.test:${port}/`])
  })

  it('are not made another way when the proxy refuses, or none can be reached', async () => {
    // Catches a policy that is gone round, and a call that goes straight out because its proxy is down.
    const { port, requests } = await startServer()
    const [refusing, gone] = [await startProxy({ answer: 403 }), await startProxy()]
    await gone.close()
    let failing = false
    const find = async () => (failing ? Promise.reject(new Error('does not say')) : list)
    const way = openWayOut({}, { systemProxy: { source: 'system', find } })
    let list = `PROXY ${refusing.host}; DIRECT`
    await expect(way.get(`https://world.test:${port}/`)).rejects.toMatchObject({ code: 'PROXY_REFUSED' })
    list = `PROXY ${gone.host}`
    const message = `the proxy http://${gone.host} can't be reached: ECONNREFUSED`
    await expect(way.get(`http://world.test:${port}/`)).rejects.toMatchObject({ code: 'PROXY_FAILED', message })
    failing = true
    await expect(way.get(`http://world.test:${port}/`)).rejects.toMatchObject({ code: 'PROXY_FAILED' })
    failing = false
    list = 'SOCKS4 127.0.0.1:1'
    await expect(way.get(`http://world.test:${port}/`)).rejects.toMatchObject({ code: 'PROXY_FAILED' })
    expect(requests).toHaveLength(0)
    expect(way.calls.map(({ code }) => code)).toEqual(['PROXY_REFUSED', 'PROXY_FAILED', 'PROXY_FAILED', 'PROXY_FAILED'])
  })

  it('give a proxy up that takes the connection and says nothing', async () => {
    const { port } = await startServer()
    const proxy = await startProxy({ silent: true })
    const way = openWayOut({ proxy: 'address', proxyAddress: `http://${proxy.host}` }, { timeouts: { connectMs: 300 } })
    await expect(way.get(`https://world.test:${port}/`)).rejects.toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('LIB-1.url: MOD-5.proxy: what a page may lead to, with a proxy', () => {
  const names = { 'inside.world.test': '192.168.0.10', localhost: '127.0.0.1' }

  it('is judged here: addresses and names of this network are never asked of the proxy', async () => {
    // Catches a proxy, which stands inside, that fetches for a page what is inside.
    const proxy = await startProxy()
    const way = openWayOut({ proxy: 'address', proxyAddress: `http://${proxy.host}` }, { names })
    for (const host of ['127.0.0.1', '10.0.0.1', '[::1]', '169.254.169.254', 'localhost', 'inside.world.test']) {
      await expect(way.get(`http://${host}:8080/`)).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    }
    for (const host of ['intranet', 'wiki.corp', 'printer.local', 'nas.lan', 'a.home.arpa']) {
      await expect(way.get(`http://${host}/`)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    }
    expect(proxy.requests).toEqual([])
  })

  it('is asked of the proxy when nobody here knows the name: it may be the only one who does', async () => {
    const { port } = await startServer()
    const proxy = await startProxy()
    const way = openWayOut({ proxy: 'address', proxyAddress: `http://${proxy.host}` })
    expect(await way.get(`http://far.example:${port}/`)).toBe('200 hello')
    // A person may name a server that only the proxy knows.
    expect(await way.get(`http://models.corp:${port}/`, { destination: 'server' })).toBe('200 hello')
  })

  it('a server of this machine that a person named is reached straight, and a redirect is held to the same rules', async () => {
    const inside = await startServer({ address: '127.0.0.1' })
    const leading = await startServer({
      handler: (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end(),
    })
    const proxy = await startProxy()
    const way = openWayOut({ proxy: 'address', proxyAddress: `http://${proxy.host}` })
    expect(await way.get(`http://127.0.0.1:${inside.port}/`, { destination: 'server' })).toBe('200 hello')
    expect(proxy.requests).toEqual([])
    await expect(way.get(`http://world.test:${leading.port}/`)).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    expect(inside.requests).toHaveLength(1)
    expect(way.calls.map(({ host, status, code }) => ({ host, status, code }))).toEqual([
      { host: `127.0.0.1:${inside.port}`, status: 200, code: null },
      { host: `world.test:${leading.port}`, status: 302, code: null },
      { host: `127.0.0.1:${inside.port}`, status: null, code: 'ADDRESS_PRIVATE' },
    ])
  })

  it('SEC-5.offline: offline no proxy is asked, nor the system for one', async () => {
    const proxy = await startProxy()
    const way = openWayOut(
      { offline: true },
      { systemProxy: { source: 'system', find: () => Promise.reject(new Error('was asked')) } },
    )
    await expect(way.get('http://world.test/')).rejects.toMatchObject({ code: 'OFFLINE' })
    Object.assign(way.settings, { proxy: 'address', proxyAddress: `http://${proxy.host}` })
    await expect(way.get('http://world.test/', { destination: 'server' })).rejects.toMatchObject({ code: 'OFFLINE' })
    expect({ asked: way.asked, requests: proxy.requests }).toEqual({ asked: [], requests: [] })
    expect(await way.net.state()).toMatchObject({ offline: true, proxy: { source: 'setting' } })
  })
})

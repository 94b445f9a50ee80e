import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startProxy } from '../../../../test/support/network/proxies.ts'
import { openWayOut, startServer } from '../../../../test/support/network/way-out.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { createPac } from './pac.ts'
import type { PacLimits } from './pac-thread.ts'

function scriptFile(text: string): string {
  const path = join(temporaryFolder(), 'proxy.pac')
  writeFileSync(path, text)
  return pathToFileURL(path).href
}

function openPac(options: { limits?: PacLimits; now?: () => number } = {}) {
  const downloads: string[] = []
  const pac = createPac({
    download: async (url) => {
      downloads.push(url)
      return `function FindProxyForURL() { return "PROXY from-download:1" }`
    },
    ...options,
  })
  onTestFinished(() => pac.close())
  return { pac, downloads }
}

const direct = ['direct']
const proxy = (host: string) => ({ scheme: 'http', host, login: null })

describe('MOD-5.pac: a script that chooses the proxy', () => {
  it('is asked for each server, with the functions that such scripts use, and never learns paths or queries', async () => {
    const script = scriptFile(`
      var internal = /\\.corp$/
      function FindProxyForURL(url, host) {
        if (url.indexOf("secret") >= 0) return "PROXY told:1"
        if (isPlainHostName(host) || dnsDomainIs(host, ".plain.test") || internal.test(host)) return "DIRECT"
        if (shExpMatch(host, "*.match.test")) return "PROXY a:1; HTTPS b:2 ; SOCKS5 c ; SOCKS old:3; DIRECT"
        if (isInNet(host, "10.1.0.0", "255.255.0.0")) return "PROXY inside:8080"
        if (localHostOrDomainIs(host, "www.exact.test")) return dnsDomainLevels(host) == 2 ? "HTTP levels:1" : "DIRECT"
        if (!isResolvable(host) && dnsResolve(host) === null) return "PROXY unknown:1"
        return myIpAddress().split(".").length == 4 && weekdayRange("SUN", "SAT") ? null : "DIRECT"
      }`)
    const { pac } = openPac()
    const routesTo = async (url: string) => await pac.find(script, new URL(url))
    expect(await routesTo('https://www.plain.test/secret?secret')).toEqual(direct)
    expect(await routesTo('https://wiki.corp/')).toEqual(direct)
    expect(await routesTo('http://a.match.test/')).toEqual([
      proxy('a:1'),
      { scheme: 'https', host: 'b:2', login: null },
      { scheme: 'socks5', host: 'c:1080', login: null },
      'direct',
    ])
    expect(await routesTo('http://10.1.2.3/')).toEqual([proxy('inside:8080')])
    expect(await routesTo('http://10.2.2.3/')).toEqual(direct)
    expect(await routesTo('http://www.exact.test/')).toEqual([proxy('levels:1')])
    expect(await routesTo('http://nobody.invalid/')).toEqual([proxy('unknown:1')])
    expect(pac.hasFailed()).toBe(false)
  })

  it('is asked once for a server and fetched once, until they are old', async () => {
    let now = 0
    const { pac, downloads } = openPac({ now: () => now })
    const find = () => pac.find('http://scripts.test/proxy.pac', new URL('https://world.test/'))
    expect(await Promise.all([find(), find()])).toEqual([[proxy('from-download:1')], [proxy('from-download:1')]])
    now = 9 * 60_000
    await find()
    expect(downloads).toHaveLength(1)
    now = 11 * 60_000
    await find()
    expect(downloads).toHaveLength(2)
  })

  // Each would hang the engine, take its memory, or let a script out of its box.
  it('one that is none, fails, never ends or takes all memory is a failure that says so, and the next one works', async () => {
    const { pac } = openPac({ limits: { mostMs: 20_000, computingMs: 100 } })
    const scripts = {
      'nothing but words': 'this is no script',
      'without the function': 'var a = 1',
      throws: 'function FindProxyForURL() { throw new Error("broken") }',
      'no text': 'function FindProxyForURL() { return { proxy: "a" } }',
      'never ends': 'function FindProxyForURL() { for (;;) {} }',
      'never ends while it is read': 'for (;;) {}',
      memory: 'function FindProxyForURL() { var a = []; for (;;) a.push(new Array(1000).fill(1)) }',
      'ever deeper': 'function FindProxyForURL(a, b) { return FindProxyForURL(a, b) + 1 }',
      'wants Node': 'function FindProxyForURL() { return process.env.HOME + require("fs") }',
      backtracks: 'function FindProxyForURL() { return String(/^(a+)+$/.test("a".repeat(60) + "b")) }',
    }
    const good = scriptFile('function FindProxyForURL() { return "DIRECT" }')
    for (const [what, text] of Object.entries(scripts)) {
      const failing = pac.find(scriptFile(text), new URL('https://world.test/'))
      await expect(failing, what).rejects.toMatchObject({ code: 'PROXY_SCRIPT' })
      expect(pac.hasFailed()).toBe(true)
      expect(await pac.find(good, new URL('https://world.test/'))).toEqual(direct)
      expect(pac.hasFailed()).toBe(false)
    }
  })

  // Catches a device that is read for ever, and a pipe that is waited for.
  it('an address that leads to no file is a failure that says so', async (context) => {
    context.skip(process.platform === 'win32', 'Windows has neither in its folders')
    const { pac } = openPac()
    const pipe = join(temporaryFolder(), 'proxy.pac')
    execFileSync('mkfifo', [pipe])
    const url = new URL('https://world.test/')
    const message = "the proxy script can't be read: it is no file"
    for (const path of ['/dev/zero', pipe, temporaryFolder()]) {
      await expect(pac.find(pathToFileURL(path).href, url)).rejects.toMatchObject({ code: 'PROXY_SCRIPT', message })
    }
    await expect(pac.find('file://elsewhere/proxy.pac', url)).rejects.toMatchObject({ code: 'PROXY_SCRIPT' })
  })

  it('a thread that does not answer at all is ended', async () => {
    const { pac } = openPac({ limits: { mostMs: 1, computingMs: 1_000 } })
    const script = scriptFile('function FindProxyForURL() { return "DIRECT" }')
    const failing = pac.find(script, new URL('https://world.test/'))
    await expect(failing).rejects.toMatchObject({ code: 'PROXY_SCRIPT', message: expect.stringContaining('1 ms') })
  })

  it('calls go where it says, by the next way when one fails; without it none goes', async () => {
    // Catches a script that is broken and a call that then goes straight out, unseen.
    const { port, requests } = await startServer()
    const [gone, working] = [await startProxy(), await startProxy()]
    await gone.close()
    const scripts = await startServer({
      address: '127.0.0.1',
      handler: (_request, response) =>
        response.end(`function FindProxyForURL(u, h) {
          return h == "straight.world.test" ? "DIRECT" : "PROXY ${gone.host}; PROXY ${working.host}" }`),
    })
    const way = openWayOut({ proxy: 'pac', pacAddress: `http://127.0.0.1:${scripts.port}/proxy.pac` })
    expect(await way.get(`http://world.test:${port}/`)).toBe('200 hello')
    expect(await way.get(`http://straight.world.test:${port}/`)).toBe('200 hello')
    expect(working.requests).toHaveLength(1)
    expect(way.calls.map(({ purpose, proxy: by }) => [purpose, by])).toEqual([
      ['proxy-script', null],
      ['trial', `http://${working.host}`],
      ['trial', null],
    ])
    expect(await way.net.trouble()).toBeNull()
    way.settings.pacAddress = `http://127.0.0.1:${scripts.port + 1}/gone.pac`
    await expect(way.get(`http://world.test:${port}/`)).rejects.toMatchObject({ code: 'PROXY_SCRIPT' })
    expect(requests).toHaveLength(2)
    expect(await way.net.trouble()).toBe('PROXY_SCRIPT_FAILED')
    way.settings.proxy = 'none'
    expect(await way.net.trouble()).toBeNull()
  })
})

import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { makeAuthority } from '../../../../test/support/network/certificates.ts'
import { openWayOut, startServer } from '../../../../test/support/network/way-out.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { Settings } from '../../../contract/settings.ts'
import { checkNetworkSettings } from '../check-network-settings.ts'

const authority = makeAuthority('An organisation')

function fileOf(contents: string): string {
  const path = join(temporaryFolder(), 'authority.pem')
  writeFileSync(path, contents)
  return path
}

describe('MOD-5.private-ca: an organisation’s own authority', () => {
  it('is believed when a person gives its file, for the names that it vouches for, and for as long', async () => {
    // Catches a check that is switched off instead of widened, and one that is widened for ever.
    const { port } = await startServer({ certificate: authority.issue('world.test') })
    const path = fileOf(`A comment\n${authority.certificate}\n${makeAuthority('Another').certificate}`)
    const way = openWayOut()
    const refused = { code: 'CERTIFICATE_UNTRUSTED', message: expect.stringMatching(/CERT|SELF_SIGNED|ISSUER|VERIFY/) }
    await expect(way.get(`https://world.test:${port}/`)).rejects.toMatchObject(refused)
    way.settings.certificateFiles = [path]
    expect(await way.get(`https://world.test:${port}/`)).toBe('200 hello')
    await expect(way.get(`https://other.world.test:${port}/`)).rejects.toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' })
    expect((await way.net.state()).certificates.files).toEqual([{ path, count: 2, problem: null }])
    way.settings.certificateFiles = []
    await expect(way.get(`https://world.test:${port}/`)).rejects.toMatchObject(refused)
  })

  it('a call that runs while settings change goes on with what it began with', async () => {
    const { promise: goOn, resolve } = Promise.withResolvers<void>()
    const { port } = await startServer({
      certificate: authority.issue('world.test'),
      async handler(_request, response) {
        response.write('first, ')
        await goOn
        response.end('last')
      },
    })
    const way = openWayOut({ certificateFiles: [fileOf(authority.certificate)] })
    const call = { url: `https://world.test:${port}/`, purpose: 'trial', totalMs: 20_000 }
    await using response = await way.net.fetch({ ...call, signal: new AbortController().signal })
    way.settings.certificateFiles = []
    await expect(way.get(`https://world.test:${port}/`)).rejects.toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' })
    resolve()
    expect(Buffer.concat(await Array.fromAsync(response.body)).toString()).toBe('first, last')
  })

  it('a file that goes away later is a warning, and what it vouched for is trusted no more', async () => {
    const { port } = await startServer({ certificate: authority.issue('world.test') })
    const path = fileOf(authority.certificate)
    const way = openWayOut({ certificateFiles: [path] })
    expect(await way.net.trouble()).toBeNull()
    rmSync(path)
    expect(await way.net.trouble()).toBe('CERTIFICATES_MISSING')
    await expect(way.get(`https://world.test:${port}/`)).rejects.toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' })
    expect((await way.net.state()).certificates.files).toEqual([{ path, count: 0, problem: 'missing' }])
  })
})

describe('MOD-5.proxy: settings that can not be', () => {
  const before = Settings.parse({}).network
  const check = (changes: Partial<typeof before>) => checkNetworkSettings({ ...before, ...changes }, before)

  it.each([
    ['proxyAddress', 'http://me:secret@proxy.test:3128'],
    ['proxyAddress', 'socks5://me@proxy.test'],
    ['proxyAddress', 'proxy.test:3128'],
    ['proxyAddress', 'ftp://proxy.test'],
    ['proxyAddress', 'http://proxy.test/path'],
    ['pacAddress', 'proxy.pac'],
    ['pacAddress', 'https://me:secret@proxy.test/proxy.pac'],
  ])('%s %s is refused, and a password is not repeated', async (setting, value) => {
    const refusal = await check({ [setting]: value }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'SETTING_INVALID', data: { setting: `network.${setting}` } })
    expect(JSON.stringify(refusal)).not.toContain('secret')
  })

  it('a proxy or a script without its address, and files that hold no certificate, are refused by name', async () => {
    const [missing, words, damaged] = [
      join(temporaryFolder(), 'none.pem'),
      fileOf('no certificate'),
      fileOf(authority.certificate.replace(/[A-Z]{4}/, '????')),
    ]
    await expect(check({ proxy: 'address' })).rejects.toMatchObject({ data: { setting: 'network.proxy' } })
    await expect(check({ proxy: 'pac' })).rejects.toMatchObject({ data: { setting: 'network.proxy' } })
    // A device would be read for ever, a folder not at all.
    for (const path of [missing, words, damaged, 'relative.pem', '/dev/zero', temporaryFolder()]) {
      await expect(check({ certificateFiles: [path] })).rejects.toMatchObject({
        code: 'SETTING_INVALID',
        data: { setting: 'network.certificateFiles', reason: expect.stringContaining(path) },
      })
    }
    await check({
      proxy: 'address',
      proxyAddress: 'https://proxy.test:3128',
      certificateFiles: [fileOf(authority.certificate)],
    })
    // Would keep a person from going offline because a file has gone.
    await checkNetworkSettings(
      { ...before, certificateFiles: [missing], offline: true },
      { ...before, certificateFiles: [missing] },
    )
  })
})

it('MOD-5.trust-store: what the system’s store trusts is trusted, unless a person says no', async () => {
  // A process of its own: what the system trusts is read once in the life of one, here from where OpenSSL is told to look.
  const { port } = await startServer({ certificate: authority.issue('world.test') })
  const script = join(import.meta.dirname, '../../../../test/support/network/trusting-process.ts')
  const child = spawn(process.execPath, [script, `https://world.test:${port}/`], {
    env: { PATH: process.env.PATH, SSL_CERT_FILE: fileOf(authority.certificate), SSL_CERT_DIR: temporaryFolder() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  expect(JSON.parse(await text(child.stdout))).toEqual({
    system: 1,
    trusting: '200 hello',
    distrusting: 'CERTIFICATE_UNTRUSTED',
  })
})

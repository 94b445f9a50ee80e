import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCliHere } from '../support/cli.ts'
import { makeAuthority } from '../support/network/certificates.ts'
import { startProxy } from '../support/network/proxies.ts'
import { startServer } from '../support/network/way-out.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { endOfJob, openTestEngine } from '../support/test-engine.ts'

test('MOD-5.proxy: MOD-5.private-ca: MOD-5.log: a page comes by way of a proxy that asks who it is, and what happened is still known after a restart', async () => {
  const authority = makeAuthority('An organisation')
  const page = await startServer({
    certificate: authority.issue('pages.example'),
    handler: (_request, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>Leave</h1><p>The leave is thirty days a year.</p>'),
  })
  const proxy = await startProxy({ login: 'me:unmistakable' })
  const certificates = join(temporaryFolder(), 'authority.pem')
  writeFileSync(certificates, authority.certificate)
  const dataFolder = join(temporaryFolder(), 'data')
  const first = await openTestEngine({ dataFolder })
  const set = (values: Record<string, unknown>) =>
    first.client.settings.update({
      changes: Object.entries(values).map(([name, value]) => ({ setting: `network.${name}`, value: value as string })),
    })

  // Catches a password that ends up in a settings file, and settings that take half of a change.
  await expect(
    set({ privateAddresses: true, proxy: 'address', proxyAddress: `http://me:unmistakable@${proxy.host}` }),
  ).rejects.toMatchObject({ code: 'SETTING_INVALID', data: { setting: 'network.proxyAddress' } })
  expect((await first.client.settings.get()).changed).toEqual([])
  await set({ proxy: 'address', proxyAddress: `http://${proxy.host}`, certificateFiles: [certificates] })

  await first.client.libraries.create({ name: 'Pages' })
  const url = `https://pages.example:${page.port}/private/path?query=secret`
  const add = async () =>
    endOfJob(first.client, await first.client.documents.addUrls({ library: 'Pages', urls: [url] }))
  expect((await add()).progress).toMatchObject({ ready: 0 })
  const state = await first.client.network.setProxyLogin({ login: { user: 'me', password: 'unmistakable' } })
  expect(state).toMatchObject({
    proxy: { source: 'setting', address: `http://${proxy.host}`, hasLogin: true },
    certificates: { files: [{ path: certificates, count: 1, problem: null }] },
  })
  expect(JSON.stringify(state)).not.toContain('unmistakable')
  expect((await add()).progress).toMatchObject({ ready: 1, failed: 0 })
  await set({ offline: true })
  await add()
  await first.close()

  const said = await runCliHere(['network', 'log', '--json', '--purpose', 'web-page', '--data', dataFolder])
  const { items } = JSON.parse(said.stdout) as {
    items: { host: string; code: string; status: number; proxy: string }[]
  }
  const host = `pages.example:${page.port}`
  const by = `http://${proxy.host}`
  expect(items[0]).toMatchObject({ host, code: 'OFFLINE', status: null, proxy: null, bytesReceived: 0 })
  expect(items[1]).toMatchObject({ host, code: null, status: 200, proxy: by, bytesReceived: 53 })
  expect(items[2]).toMatchObject({ host, code: 'PROXY_REFUSED', status: null, proxy: by })
  const shown = await runCliHere(['network', 'state', '--data', dataFolder])
  expect(shown.stdout).toContain('Offline: yes')
  expect(shown.stdout).toContain('Login for proxies: kept')
  expect(said.stdout + shown.stdout + JSON.stringify(first.log)).not.toMatch(/unmistakable|secret|private/)
  // The secret lies sealed in the folder, and nowhere else.
  const secrets = readdirSync(join(dataFolder, 'secrets')).map((name) =>
    readFileSync(join(dataFolder, 'secrets', name)),
  )
  expect(secrets).toHaveLength(1)
  expect(Buffer.concat(secrets).includes('unmistakable')).toBe(false)
  const left = await runCliHere(['network', 'logout', '--json', '--data', dataFolder])
  expect(JSON.parse(left.stdout)).toMatchObject({ proxy: { hasLogin: false } })
})

test('MOD-5.private-ca: a list of files is set on the command line, and refused by name where it holds no certificate', async () => {
  const folder = temporaryFolder()
  const [one, two, words] = ['one.pem', 'two.pem', 'words.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [one, two]) writeFileSync(path, makeAuthority('A').certificate)
  writeFileSync(words, 'no certificate')
  const data = ['--data', join(folder, 'data'), '--json']
  const set = (value: string) => runCliHere(['settings', 'set', 'network.certificateFiles', value, ...data])
  expect(JSON.parse((await set(`${one}, ${two}`)).stdout).values.network.certificateFiles).toEqual([one, two])
  const refused = await set(words)
  expect(refused.code).not.toBe(0)
  expect(JSON.parse(refused.stdout).error).toMatchObject({ code: 'SETTING_INVALID' })
  expect(refused.stdout).toContain('words.pem')
})

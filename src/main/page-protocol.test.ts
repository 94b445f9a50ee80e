import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../hosts/content-security-policy.ts'
import { createPageHandler } from './page-protocol.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diwan-page-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await mkdir(join(folder, 'page-secret'))
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'page', 'assets', 'a b.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'page-secret', 'key.txt'), 'secret')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function ask(address: string, method = 'GET') {
  const response = await createPageHandler(join(folder, 'page'))(new Request(address, { method }))
  const { status, headers } = response
  return {
    status,
    type: headers.get('content-type'),
    policy: headers.get('content-security-policy'),
    text: await response.text(),
  }
}

test('SEC-3.csp: the page is served with its policy and type, refusals included', async () => {
  const policy = contentSecurityPolicy
  expect([
    await ask('diwan://page/'),
    await ask('diwan://page/assets/a%20b.js?v=1'),
    await ask('diwan://page/', 'HEAD'),
    await ask('diwan://page/none.css'),
    await ask('diwan://page/assets'),
    await ask('diwan://page/', 'POST'),
  ]).toEqual([
    { status: 200, type: 'text/html; charset=utf-8', policy, text: '<!doctype html>' },
    { status: 200, type: 'text/javascript; charset=utf-8', policy, text: 'export {}' },
    { status: 200, type: 'text/html; charset=utf-8', policy, text: '' },
    { status: 404, type: 'text/plain; charset=utf-8', policy, text: 'Not found' },
    { status: 404, type: 'text/plain; charset=utf-8', policy, text: 'Not found' },
    { status: 405, type: 'text/plain; charset=utf-8', policy, text: 'Not allowed' },
  ])
})

test('SEC-3.remote: no path leads out of the page folder', async () => {
  // Catches traversal by encoded dots, encoded slashes, backslashes, and a sibling folder with the same beginning.
  const addresses = [
    'diwan://page/../secret.txt',
    'diwan://page/%2e%2e/secret.txt',
    'diwan://page/..%2fsecret.txt',
    'diwan://page/assets/..%2f..%2fsecret.txt',
    'diwan://page/..%5csecret.txt',
    'diwan://page/..%2fpage-secret%2fkey.txt',
    'diwan://page/%00',
    'diwan://page/%E0%A4%A',
    'diwan://elsewhere/index.html',
  ]
  const statuses = await Promise.all(addresses.map(async (address) => (await ask(address)).status))
  expect(statuses).toEqual(addresses.map(() => 404))
})

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finish, firstLine, runCli, runCliHere, startCli } from '../support/cli.ts'
import { sendRequest } from '../support/http.ts'
import { tryStrings } from '../support/naughty-strings.ts'

type Served = { address: string; url: string; pid: number }

let root: string
let data: string
let child: ChildProcess
let served: Served

const record = () => JSON.parse(readFileSync(join(data, 'host.json'), 'utf8')) as { address: string; token: string }
const bearer = () => ({ authorization: `Bearer ${record().token}` })
const here = (...words: string[]) => runCliHere([...words, '--json', '--data', data], { cwd: root })

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diwan-host-'))
  data = join(root, 'data')
  await mkdir(join(root, 'notes'))
  await writeFile(join(root, 'notes', 'kiln.md'), '# Kilns\n\nThe kiln is fired to 1240 degrees for stoneware.\n')
  child = startCli(['serve', '--port', '0', '--json', '--data', data])
  served = JSON.parse(await firstLine(child)) as Served
})
afterAll(async () => {
  child.kill('SIGKILL')
  await rm(root, { recursive: true, force: true })
})

describe('API-3.serve: a host of its own', () => {
  test('it prints one line with its address, and only its owner can read how to reach it', () => {
    expect(served).toEqual({
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/),
      pid: child.pid,
    })
    expect(record()).toMatchObject({ pid: child.pid, address: served.address, token: expect.any(String) })
    expect(served.url).not.toContain(record().token)
    if (process.platform !== 'win32') expect(statSync(join(data, 'host.json')).mode & 0o777).toBe(0o600)
  })

  // Catches a second engine in the same folder, or a command that waits for a host that never ends.
  test('commands join it, and everything they do is in the same place', async () => {
    const asked = await runCli(
      ['ask', '-l', 'pots', 'notes', 'To how many degrees is the kiln fired?', '--json', '--data', data],
      {
        cwd: root,
      },
    )
    expect({ code: asked.code, ...JSON.parse(asked.stdout) }).toMatchObject({
      code: 0,
      mode: 'extractive',
      answer: expect.stringContaining('1240 degrees'),
    })
    const { stdout } = await here('doctor')
    const lock = JSON.parse(stdout).findings.find(({ name }: { name: string }) => name === 'lock')
    expect(lock).toMatchObject({ status: 'ok', message: `held by process ${child.pid} at ${served.address}` })
  })

  test('starting it again gives a fresh link to the one that runs', async () => {
    const again = JSON.parse((await here('serve')).stdout) as Served
    expect(again).toMatchObject({ address: served.address, pid: served.pid })
    expect(again.url).not.toBe(served.url)
    for (const link of [served.url, again.url]) {
      const { pathname, search } = new URL(link)
      expect((await sendRequest(served.address, { path: pathname + search })).status).toBe(303)
      expect((await sendRequest(served.address, { path: pathname + search })).status).toBe(401)
    }
  })
})

describe('API-1.rest: programs at the host', () => {
  const call = async (path: string, options: RequestInit = {}) => {
    const response = await fetch(`${served.address}/api${path}`, {
      ...options,
      headers: { ...options.headers, ...bearer() },
    })
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
  }
  const post = (path: string, body: unknown) =>
    call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  test('LIB-1.rest: a file is added by its bytes, and found', async () => {
    expect((await post('/libraries', { name: 'rest' })).status).toBe(201)
    const form = new FormData()
    form.set('files[0]', new File(['Glaze is applied before the second firing.'], 'glaze.txt', { type: 'text/plain' }))
    const uploaded = await call('/libraries/rest/uploads', { method: 'POST', body: form })
    expect(uploaded.status).toBe(202)
    const events = await call(`/jobs/${JSON.parse(uploaded.body).id}/events`)
    expect(events.type).toBe('text/event-stream')
    expect(events.body).toContain('"state":"completed"')

    const found = await post('/search', { query: 'glaze firing', libraries: ['rest'] })
    expect(JSON.parse(found.body).passages).toMatchObject([{ document: 'glaze.txt' }])
  })

  // Catches an upload of `curl -F files=@a.txt`, whose form has the field once, that is refused for being no list.
  test('LIB-1.rest: a form names its files by one field, however many they are', async () => {
    const upload = async (...names: string[]) => {
      const form = new FormData()
      for (const name of names) form.append('files', new File([`Kiln log of ${name}.`], name))
      if (names.length === 1) form.append('modifiedAt', '1700000000000')
      const { status, body } = await call('/libraries/rest/uploads', { method: 'POST', body: form })
      return { status, total: JSON.parse(body).progress?.total }
    }
    expect(await upload('a.txt')).toEqual({ status: 202, total: 1 })
    expect(await upload('b.txt', 'c.txt')).toEqual({ status: 202, total: 2 })
  })

  test('LIB-1.rest: a text and addresses are added, and what is no address of the web is refused', async () => {
    const text = await post('/libraries/rest/texts', { text: '# Of clay\n\nStoneware is fired at cone ten.' })
    expect(text.status).toBe(202)
    expect((await call(`/jobs/${JSON.parse(text.body).id}/events`)).body).toContain('"state":"completed"')
    const found = await post('/search', { query: 'stoneware cone', libraries: ['rest'] })
    expect(JSON.parse(found.body).passages).toMatchObject([{ document: 'Of clay.md' }])

    const pages = await post('/libraries/rest/urls', { urls: ['http://127.0.0.1:3999/'] })
    expect(pages.status).toBe(202)
    const { id } = JSON.parse(pages.body)
    expect((await call(`/jobs/${id}/events`)).body).toContain('"state":"completed"')
    expect(JSON.parse((await call(`/jobs/${id}/items`)).body).items).toMatchObject([{ error: 'URL_PRIVATE' }])
    const refused = await post('/libraries/rest/urls', { urls: ['file:///etc/passwd'] })
    expect({ status: refused.status, ...JSON.parse(refused.body) }).toMatchObject({
      status: 400,
      code: 'URL_UNSUPPORTED',
    })
  })

  // Catches a refusal that the caller never reads, because the host hung up while the body was still coming.
  test('an upload that is too large is refused in words that arrive', async () => {
    const form = new FormData()
    form.set('files[0]', new File([Buffer.alloc(100e6)], 'large.txt', { type: 'text/plain' }))
    const { status, body } = await call('/libraries/rest/uploads', { method: 'POST', body: form })
    expect({ status, ...JSON.parse(body) }).toMatchObject({
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
      data: { maximumBytes: 64 * 1024 * 1024 },
    })
  })

  test('API-1.sse: an answer is streamed as server-sent events', async () => {
    const { status, type, body } = await post('/chat', {
      question: 'To how many degrees is the kiln fired?',
      libraries: ['pots'],
    })
    expect({ status, type }).toEqual({ status: 200, type: 'text/event-stream' })
    const types = [...body.matchAll(/"type":"([a-z-]+)"/g)].map(([, name]) => name)
    expect(types).toEqual(expect.arrayContaining(['answer-start', 'citation-add', 'sentence-add', 'answer-end']))
  })

  test('errors carry their status, code and data', async () => {
    const missing = await post('/search', { query: 'x', libraries: ['nowhere'] })
    expect({ status: missing.status, ...JSON.parse(missing.body) }).toMatchObject({
      status: 404,
      code: 'LIBRARY_NOT_FOUND',
      data: { library: 'nowhere' },
    })
    expect((await post('/search', { query: '' })).status).toBe(400)
  })

  test('API-1.openapi: the document names every path of the contract', async () => {
    const paths = Object.keys(JSON.parse((await call('/openapi.json')).body).paths)
    expect(paths).toEqual(
      expect.arrayContaining(['/chat', '/search', '/libraries/{library}/uploads', '/jobs/{jobId}/events']),
    )
    const guide = await call('/docs')
    for (const path of paths) expect(guide.body).toContain(`/api${path}`)
  })

  test('API-5.metrics API-5.readiness: it can be watched', async () => {
    const metrics = await fetch(`${served.address}/metrics`, { headers: bearer() })
    expect(await metrics.text()).toMatch(/^# HELP /m)
    expect(await (await fetch(`${served.address}/health/ready`)).json()).toEqual({ status: 'ready' })
  })
})

describe('API-3.json: strings that break programs', () => {
  // Every eighth of them; test/long has them all.
  test('each is answered or refused by name, as question and as the name of a library', async () => {
    const endings = await tryStrings(data, (_text, index) => index % 8 === 0)
    expect(endings.unexpected).toEqual([])
  })
})

describe('API-3.serve: the end of a host', () => {
  test('a host that is killed under a command is reported, and the next command opens the folder itself', async () => {
    const folder = join(root, 'killed')
    const host = startCli(['serve', '--json', '--data', folder])
    await firstLine(host)
    await mkdir(join(root, 'many'))
    const text = 'Words of a long document about nothing in particular. '.repeat(2_000)
    for (let number = 0; number < 60; number += 1)
      await writeFile(join(root, 'many', `${number}.md`), `# ${number}\n\n${text}`)
    const ingest = startCli(['ingest', '-l', 'many', 'many', '--json', '--data', folder], { cwd: root })
    ingest.stderr?.once('data', () => host.kill('SIGKILL'))
    const result = await finish(ingest)
    expect({ code: result.code, ...JSON.parse(result.stdout) }).toMatchObject({
      code: 4,
      error: { code: 'ENGINE_UNAVAILABLE', data: { jobId: expect.any(String) } },
    })
    expect(existsSync(join(folder, 'host.json'))).toBe(true)
    expect((await runCli(['libraries', '--data', folder])).code).toBe(0)
  })

  test('it stops when it is told to, and leaves the folder free', async () => {
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    expect(existsSync(join(data, 'host.json'))).toBe(false)
    expect((await here('libraries')).code).toBe(0)
  })
})

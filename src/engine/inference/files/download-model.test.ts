import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { hubCommit, hubModel, type ModelHub, sha256, startModelHub } from '../../../../test/support/models/model-hub.ts'
import { openNet } from '../../../../test/support/models/model-server.ts'
import { mountSmallDisk } from '../../../../test/support/small-disk.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { NetSettings } from '../../net/net.ts'
import type { CatalogueModel } from '../catalogue/catalogue.ts'
import { type DownloadProgress, downloadModel } from './download-model.ts'
import { hashModel, readLock } from './model-lock.ts'

const small = Buffer.from('{"model_type": "bert"}')
const large = randomBytes(3_000_000)
let hub: ModelHub
let folder: string
let waits: number[]
let progress: DownloadProgress[]
let settings: NetSettings

beforeEach(async () => {
  hub = await startModelHub({ 'config.json': small, 'onnx/model.onnx': large })
  folder = join(temporaryFolder(), 'made')
  waits = []
  progress = []
})

function download(options: { model?: CatalogueModel; signal?: AbortSignal; into?: string } = {}): Promise<void> {
  const opened = openNet({ privateAddresses: true })
  settings = opened.settings
  return downloadModel({
    model: options.model ?? hubModel(hub),
    hub: hub.url,
    folder: options.into ?? folder,
    net: opened.net,
    onProgress: (each) => progress.push(each),
    signal: options.signal ?? new AbortController().signal,
    wait: async (milliseconds) => void waits.push(milliseconds),
  })
}

/** Cuts answers of the store off behind so many bytes, so many times; after that it is as ever, or breaks at once. */
function breakOff(bytes: number, { times, andThen }: { times: number; andThen: 'whole' | 'broken' }): void {
  let left = times
  hub.mischief = (request, response, content) => {
    if (!request.path.startsWith('/store/')) return false
    if (left-- <= 0) {
      if (andThen === 'broken') response.destroy()
      return andThen === 'broken'
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(start > 0 ? 206 : 200, {
      etag: `"store-${sha256(content).slice(0, 8)}"`,
      'content-length': content.length - start,
      'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
    })
    response.write(content.subarray(start, start + bytes), () => setTimeout(() => response.destroy(), 50))
    return true
  }
}

/** Leaves a part of the weights behind, and a hub that works again. */
async function leavePart(): Promise<void> {
  breakOff(700_000, { times: 1, andThen: 'broken' })
  await expect(download()).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true })
  hub.mischief = null
  hub.requests.length = 0
}

const startOf = (range: string) => Number(/^bytes=(\d+)-$/.exec(range)?.[1])

const ranges = () =>
  hub.requests.filter(({ path }) => path.startsWith('/store/')).map(({ headers }) => headers.range ?? 'whole')
const isWhole = () =>
  readFileSync(join(folder, 'onnx/model.onnx')).equals(large) && readFileSync(join(folder, 'config.json')).equals(small)

describe('MOD-4.embed-local: downloading a model', () => {
  it('brings every file, whole, and writes down what came', async () => {
    await download()
    expect(isWhole()).toBe(true)
    expect((await readLock(folder)).map(({ path, sha256: hash, bytes }) => ({ path, hash, bytes }))).toEqual([
      { path: 'config.json', hash: sha256(small), bytes: small.length },
      { path: 'onnx/model.onnx', hash: sha256(large), bytes: large.length },
    ])
    expect(await hashModel(folder, ['onnx/model.onnx'])).toEqual([sha256(large)])
    expect(readdirSync(join(folder, '..'))).toEqual(['made'])
    expect(progress.at(-1)).toEqual({ done: small.length + large.length, total: small.length + large.length })
    expect(progress.every(({ done }, index) => done >= (progress[index - 1]?.done ?? 0))).toBe(true)
  })

  it('takes all files of the commit that the first one is of', async () => {
    // Catches weights of a newer version beside the tokeniser of an older one.
    await download()
    const asked = hub.requests.filter(({ path }) => path.includes('/resolve/')).map(({ path }) => path.split('/')[4])
    expect(asked).toEqual(['main', hubCommit])
  })

  it('is given up, and leaves the disk alone, when a file has no end', async () => {
    hub.mischief = (request, response) => {
      if (!request.path.startsWith('/store/')) return false
      const more = () => {
        if (!response.destroyed) response.write(large, more)
      }
      more()
      return true
    }
    await expect(download()).rejects.toMatchObject({
      code: 'MODEL_FAILED',
      message: 'model.onnx is far larger than it should be',
    })
    expect(existsSync(`${folder}.part/onnx/model.onnx.part`)).toBe(false)
  })

  it('goes on behind a broken line, as often as it gets farther', async () => {
    breakOff(700_000, { times: 4, andThen: 'whole' })
    await download()
    expect(isWhole()).toBe(true)
    const [first, ...others] = ranges()
    const starts = others.map(startOf)
    expect(first).toBe('whole')
    // What was on its way when the line broke may be lost, but never all of it.
    expect(starts).toHaveLength(4)
    expect(starts.every((start, index) => start > (starts[index - 1] ?? 0))).toBe(true)
  })

  it('gives up on a line that never gets farther, and the next call goes on from there', async () => {
    await leavePart()
    expect(existsSync(folder)).toBe(false)
    await download()
    expect(isWhole()).toBe(true)
    expect(ranges().map(startOf)).toEqual([expect.toSatisfy((start: number) => start > 0)])
    // The first file is not fetched again.
    expect(hub.requests.some(({ path }) => path.endsWith('config.json'))).toBe(false)
  })

  it('stops when it is told to, and goes on later', async () => {
    const leaving = new AbortController()
    hub.mischief = (request, response, content) => {
      if (!request.path.startsWith('/store/') || leaving.signal.aborted) return false
      response.writeHead(200, { etag: `"store-${sha256(content).slice(0, 8)}"`, 'content-length': content.length })
      response.write(content.subarray(0, 1_500_000), () => setTimeout(() => leaving.abort(new Error('stopped')), 100))
      return true
    }
    await expect(download({ signal: leaving.signal })).rejects.toThrow('stopped')
    await download()
    expect(isWhole()).toBe(true)
    expect(ranges()).toEqual(['whole', expect.stringMatching(/^bytes=/)])
  })

  it('begins a file anew that the server has changed', async () => {
    // Catches two versions of a file glued together.
    await leavePart()
    const other = randomBytes(2_000_000)
    hub.files.set('onnx/model.onnx', other)
    await download()
    expect(readFileSync(join(folder, 'onnx/model.onnx')).equals(other)).toBe(true)
  })

  it('throws a part away that is longer than the file', async () => {
    await leavePart()
    writeFileSync(join(`${folder}.part`, 'onnx/model.onnx.part'), Buffer.alloc(large.length + 5))
    await download()
    expect(isWhole()).toBe(true)
  })

  it('puts a new model in the place of an old one only when it is whole', async () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'old'), 'old')
    await leavePart()
    expect(readdirSync(folder)).toEqual(['old'])
    await download()
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'model-lock.json', 'onnx'])
  })
})

describe('MOD-4.embed-local: a download that can not be', () => {
  it.each(['onnx/model.onnx', 'config.json'])('a %s that is not what the hub says is deleted', async (path) => {
    hub.mischief = (request, response, content) => {
      if (!request.path.endsWith(path)) return false
      const wrong = Buffer.from(content)
      wrong[5] = (wrong[5] ?? 0) ^ 1
      const etag = path === 'config.json' ? '"4e1243bd22c66e76c2ba9eddc1f91394e57f9f83"' : '"x"'
      response.writeHead(200, { etag }).end(wrong)
      return true
    }
    await expect(download()).rejects.toMatchObject({
      code: 'MODEL_FAILED',
      message: expect.stringContaining('checksum'),
    })
    expect(existsSync(join(`${folder}.part`, path))).toBe(false)
    expect(existsSync(join(`${folder}.part`, `${path}.part`))).toBe(false)
    expect(existsSync(folder)).toBe(false)
  })

  it('the catalogue goes before what the hub says', async () => {
    const files = [{ path: 'onnx/model.onnx', bytes: 1, sha256: 'a'.repeat(64) }]
    await expect(download({ model: hubModel(hub, { files }) })).rejects.toMatchObject({ code: 'MODEL_FAILED' })
    expect(existsSync(folder)).toBe(false)
  })

  it('a file that the hub does not have is not asked for again', async () => {
    const files = [{ path: 'missing.onnx', bytes: 1, sha256: null }]
    await expect(download({ model: hubModel(hub, { files }) })).rejects.toMatchObject({
      code: 'MODEL_UNREACHABLE',
      status: 404,
    })
    expect({ asked: hub.requests.length, waits }).toEqual({ asked: 1, waits: [] })
  })

  it('offline, nothing is asked', async () => {
    const pending = download()
    settings.offline = true
    await expect(pending).rejects.toMatchObject({ code: 'NETWORK_OFFLINE' })
    expect(hub.requests).toEqual([])
  })

  it('a full disk is said as such, and what came stays', async (context) => {
    const disk = mountSmallDisk({ megabytes: 66, freeBytes: 1_500_000 })
    context.skip(typeof disk === 'string', String(disk))
    if (typeof disk === 'string') return
    using mounted = disk
    const into = join(mounted.path, 'made')
    mounted.fill()
    await expect(download({ into })).rejects.toMatchObject({ code: 'DISK_FULL' })
    mounted.free()
    expect(statSync(join(`${into}.part`, 'onnx/model.onnx.part')).size).toBeGreaterThan(0)
    hub.requests.length = 0
    await download({ into })
    expect(readFileSync(join(into, 'onnx/model.onnx')).equals(large)).toBe(true)
    expect(ranges()[0]).toMatch(/^bytes=/)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createInference } from '../../src/engine/inference/inference.ts'
import { openLocalEmbedder, openLocalReranker } from '../../src/engine/inference/local/open-local-model.ts'
import type { Embedder } from '../../src/engine/inference/model-runner.ts'
import { makeGgufEncoder, makeGgufReranker } from '../support/models/gguf-models.ts'
import { openNet } from '../support/models/model-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const never = new AbortController().signal
const stories = join(import.meta.dirname, '../../../shared/data/models/stories260K/stories260K-f32.gguf')

async function open(folder: string): Promise<Embedder> {
  const embedder = await openLocalEmbedder({ runtime: 'gguf', folder }, { threads: 1 })
  onTestFinished(() => embedder.close())
  return embedder
}

function made(): string {
  const folder = temporaryFolder()
  makeGgufEncoder(folder)
  return folder
}

const embed = async (embedder: Embedder, texts: string[]) =>
  (await embedder.embed(texts, { purpose: 'passage', signal: never })).vectors

const product = (a: Float32Array | undefined, b: Float32Array | undefined) =>
  a?.reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0) ?? Number.NaN

describe('MOD-4.embed-local: GGUF models that embed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diwan-gguf-'))
  let embedder: Embedder

  beforeAll(async () => {
    makeGgufEncoder(folder)
    embedder = await openLocalEmbedder({ runtime: 'gguf', folder }, { threads: 1 })
  })
  afterAll(async () => {
    await embedder.close()
    rmSync(folder, { recursive: true })
  })

  it('one of BERT’s kind: near for texts that share words, cut where it reads no farther', async () => {
    const { vectors, tokens } = await embedder.embed(['a cat on a mat', 'the cat is on the mat', 'tax law of Ohio'], {
      purpose: 'passage',
      signal: never,
    })
    expect(product(vectors[0], vectors[1])).toBeGreaterThan(product(vectors[0], vectors[2]))
    expect({
      tokens,
      dimensions: embedder.dimensions,
      length: Math.round(product(vectors[0], vectors[0]) * 1e5),
    }).toEqual({
      tokens: 21,
      dimensions: 32,
      length: 100_000,
    })
    const [long, fits] = await embed(embedder, ['cat '.repeat(1_000), 'cat '.repeat(embedder.maximumTokens - 2)])
    expect(long).toEqual(fits)
  })

  it('MOD-4.batch: a text has the same vector among others as alone', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => 'cat mat tax '.repeat(1 + ((index * 7) % 30)))
    const together = await embed(embedder, texts)
    for (const [index, text] of texts.entries()) {
      const [alone] = await embed(embedder, [text])
      const farthest = Math.max(
        ...Array.from(alone ?? [], (value, at) => Math.abs(value - (together[index]?.[at] ?? 9))),
      )
      expect(farthest).toBeLessThan(1e-5)
    }
  })

  it('a language model made by others', async () => {
    const folder = temporaryFolder()
    copyFileSync(stories, join(folder, 'stories.gguf'))
    const language = await open(folder)
    const [first, again, other] = await embed(language, ['Lily saw a dog.', 'Lily saw a dog.', 'x'.repeat(5_000)])
    expect(language.dimensions).toBe(64)
    expect(product(first, again)).toBeCloseTo(1, 5)
    expect(product(other, other)).toBeCloseTo(1, 5)
  })
})

describe('MOD-4.rerank-local: GGUF models that rerank', () => {
  it('give each passage a score of its own, the same among others as alone, and cut what is too long', async () => {
    const folder = temporaryFolder()
    makeGgufReranker(folder)
    const reranker = await openLocalReranker({ runtime: 'gguf', folder }, { threads: 1 })
    onTestFinished(() => reranker.close())
    const passages = ['tax law', 'the cat sat on the mat', 'cat '.repeat(1_000), '']
    const { scores } = await reranker.score('where is the cat', passages, never)
    expect(new Set(scores).size).toBe(4)
    for (const [index, passage] of passages.entries()) {
      const alone = await reranker.score('where is the cat', [passage], never)
      expect(alone.scores[0]).toBeCloseTo(scores[index] ?? Number.NaN, 5)
    }
    expect((await reranker.score('cat '.repeat(1_000), ['a'], never)).scores).toEqual([expect.any(Number)])
  })

  it('an embedding model is refused as a reranker', async () => {
    await expect(openLocalReranker({ runtime: 'gguf', folder: made() }, { threads: 1 })).rejects.toMatchObject({
      code: 'MODEL_FAILED',
    })
  })
})

describe('MOD-4.embed-local: the process of a GGUF model', () => {
  it('does not outlive an engine that is killed', async (context) => {
    context.skip(process.platform !== 'linux', 'reads the list of processes of Linux')
    const inference = join(import.meta.dirname, '../../src/engine/inference/local/open-local-model.ts')
    const script = `
      const { openLocalEmbedder } = await import(${JSON.stringify(inference)})
      await openLocalEmbedder({ runtime: 'gguf', folder: ${JSON.stringify(made())} }, { threads: 1 })
      console.log('ready')
      setInterval(() => undefined, 1_000)`
    const engine = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(engine.stdout, 'data')
    const children = childrenOf(engine.pid ?? 0)
    expect(children).toHaveLength(1)
    engine.kill('SIGKILL')
    await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([])
  })

  it('a damaged file is refused with a reason', async () => {
    const folder = made()
    truncateSync(join(folder, 'model.gguf'), 200_000)
    await expect(open(folder)).rejects.toMatchObject({ code: 'MODEL_FAILED', message: expect.stringMatching(/./) })
    await expect(open(temporaryFolder())).rejects.toThrow('there is no .gguf file')
  })

  it('a file is taken from the disk and tried', async () => {
    const folder = join(temporaryFolder(), 'mine')
    const { net } = openNet()
    const inference = createInference({ net, threads: 1 })
    expect(await inference.take({ path: join(made(), 'model.gguf'), kind: 'embedding', folder })).toMatchObject({
      runtime: 'gguf',
      dimensions: 32,
    })
    expect(readdirSync(folder).sort()).toEqual(['model-lock.json', 'model.gguf'])
  })
})

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
}

/** Null for a process that is gone. */
function parentOf(pid: number): number | null {
  try {
    const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[A-Z] )/)
    const [state, parent] = after.split(' ')
    return state === 'Z' ? null : Number(parent)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null
    throw error
  }
}

const isAlive = (pid: number) => parentOf(pid) !== null

import { describe, expect, it } from 'vitest'
import { bytesOf, readCatalogue, sourceOf } from './catalogue.ts'

const { hub, models } = readCatalogue()

describe('MOD-4.embed-local, MOD-2.catalogue: the catalogue', () => {
  it('names each model once, offers one of a kind first, and a multilingual one for embedding', () => {
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length)
    const first = models.filter(({ isDefault }) => isDefault)
    expect(first.map(({ kind }) => kind).sort()).toEqual(['embedding', 'entailment', 'language', 'reranking'])
    expect(first.find(({ kind }) => kind === 'embedding')?.language).toBe('multilingual')
    expect(hub).toMatch(/^https:/)
  })

  it.each(models.map((model) => [model.id, model] as const))('%s can be run once its files are there', (_id, model) => {
    const paths = model.files.map(({ path }) => path)
    const needed =
      model.runtime === 'onnx'
        ? ['config.json', 'tokenizer.json', 'tokenizer_config.json', expect.stringMatching(/\.onnx$/)]
        : [expect.stringMatching(/\.gguf$/)]
    expect(paths).toEqual(expect.arrayContaining(needed))
    expect(bytesOf(model)).toBeGreaterThan(10_000_000)
    // A licence that forbids work for money has no place here.
    expect(['MIT', 'Apache-2.0']).toContain(model.licence)
    expect(model.dimensions === null).toBe(model.kind !== 'embedding')
    // Whether a machine can run it is told before it is downloaded.
    if (model.kind === 'language') {
      expect(model.memoryBytes).toBeGreaterThan(bytesOf(model))
      expect(model.parameters).toBeGreaterThan(100_000_000)
    }
    expect(sourceOf(model, '/models/x').description?.maximumTokens).toBe(model.maximumTokens)
  })

  it('is refused when an entry could write outside of its folder', () => {
    const [model] = models
    const files = [{ path: '../../etc/passwd', bytes: 1, sha256: null }]
    expect(() => readCatalogue({ version: 1, hub, models: [{ ...model, files }] })).toThrow()
  })
})

import { describe, expect, it } from 'vitest'
import { canRun, chooseResources, chooseThreads, estimateMemory } from './choose-resources.ts'
import type { LanguageShape } from './describe-gguf.ts'

const gigabyte = 1e9
/** Of Qwen3 8B at four bits. */
const large: LanguageShape = {
  architecture: 'qwen3',
  contextTokens: 40_960,
  layers: 36,
  parameters: 8_190_000_000,
  vocabulary: 151_936,
  tokenBytes: 147_456,
  weightBytes: 5.03 * gigabyte,
  hasChatTemplate: true,
}
const tiny: LanguageShape = {
  ...large,
  contextTokens: 512,
  parameters: 260_000,
  tokenBytes: 1_280,
  weightBytes: 1.2e6,
  layers: 5,
}
const byMachine = { gpuLayers: null, threads: null, contextTokens: null }
const laptop = { cores: 8, freeBytes: 12 * gigabyte, videoBytes: 0 }

describe('MOD-2.settings: what a model gets of a machine', () => {
  // On two cores, llama.cpp's own four threads let the test model stand still (docs/decisions).
  it('never more threads than cores, whatever is asked for, and one for a tiny model', () => {
    expect([1, 2, 4, 16, 64].map((cores) => chooseThreads(large.parameters, cores, null))).toEqual([1, 2, 3, 15, 16])
    expect([1, 2, 64].map((cores) => chooseThreads(tiny.parameters, cores, null))).toEqual([1, 1, 1])
    expect(chooseThreads(tiny.parameters, 2, 64)).toBe(2)
    expect(chooseThreads(large.parameters, 8, 4)).toBe(4)
  })

  it('the context that memory allows, half of what is left stays free', () => {
    const { contextTokens, sequences, bytes, gpuLayers } = chooseResources(large, laptop, byMachine)
    expect({ contextTokens, sequences, gpuLayers }).toEqual({ contextTokens: 11_637, sequences: 2, gpuLayers: 0 })
    expect(bytes).toBeLessThan(laptop.freeBytes)
    expect(chooseResources(tiny, { ...laptop, cores: 2 }, byMachine)).toMatchObject({
      contextTokens: 512,
      sequences: 8,
    })
    const plenty = chooseResources(large, { ...laptop, freeBytes: 200 * gigabyte }, byMachine)
    expect(plenty).toMatchObject({ contextTokens: 32_768, sequences: 8 })
  })

  it('what a person set, above what is usual too', () => {
    const set = { ...byMachine, contextTokens: 1_024, threads: 2 }
    expect(chooseResources(large, laptop, set)).toMatchObject({ contextTokens: 1_024, threads: 2 })
    const long = { ...byMachine, contextTokens: 36_000 }
    expect(chooseResources(large, laptop, long)).toMatchObject({ contextTokens: 36_000, sequences: 1 })
    // Catches a setting for a large model that lets a small one go on for ever, in no language.
    expect(chooseResources(tiny, laptop, long)).toMatchObject({ contextTokens: 512, sequences: 8 })
  })

  it('layers go to the graphics card as far as they fit, or as was set', () => {
    const card = { ...laptop, videoBytes: 4 * gigabyte }
    const { gpuLayers } = chooseResources(large, card, byMachine)
    expect(gpuLayers).toBeGreaterThan(10)
    expect(gpuLayers).toBeLessThan(37)
    expect(chooseResources(large, { ...laptop, videoBytes: 24 * gigabyte }, byMachine).gpuLayers).toBe(37)
    expect(chooseResources(large, card, { ...byMachine, gpuLayers: 5 }).gpuLayers).toBe(5)
    expect(chooseResources(large, laptop, { ...byMachine, gpuLayers: 5 }).gpuLayers).toBe(0)
  })

  it('a model that has no room is refused before it is loaded, with both numbers', () => {
    const full = { ...laptop, freeBytes: 4 * gigabyte }
    expect(() => chooseResources(large, full, byMachine)).toThrow(
      expect.objectContaining({ code: 'MODEL_FAILED', message: 'it needs 5.2 GB of memory, 4.0 GB are free' }),
    )
  })
})

describe('MOD-2.catalogue: whether this machine can run a model', () => {
  it('weights, one usual conversation and buffers against the whole memory', () => {
    const need = estimateMemory(large)
    expect(Math.round(need / 1e8)).toBe(63)
    expect([6, 8, 16].map((size) => canRun(need, size * gigabyte))).toEqual(['no', 'tight', 'yes'])
  })
})

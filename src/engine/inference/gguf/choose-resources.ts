import type { LanguageSettings } from '../local/language-protocol.ts'
import { ModelError } from '../model-runner.ts'
import type { LanguageShape } from './describe-gguf.ts'

/** What there is now. Bytes; `videoBytes` is 0 without a graphics card that llama.cpp can use. */
export type Machine = { cores: number; freeBytes: number; videoBytes: number }

export type Resources = {
  threads: number
  gpuLayers: number
  /** Tokens of one conversation. */
  contextTokens: number
  /** Conversations that keep a state, and are worked on at once. */
  sequences: number
  /** Tokens that are evaluated at a time. Between two such batches a stop is heard, and others get their turn. */
  batchTokens: number
  /** What weights, states and buffers take, wherever they lie. */
  bytes: number
}

/** Conversations that one model holds at most. */
const mostSequences = 8
/** What nobody asked for is not taken: a state of so many tokens is already the memory of a second model. */
const usualContext = 32_768
/** A conversation that is shorter is none; above it, more conversations at once are worth more than longer ones. */
const fewest = 512
const comfortable = 8_192
/** Below about so many weights the threads of one token wait longer for each other than they compute. */
const parametersOfOneThread = 50_000_000
const mostThreads = 16
const bufferBytes = 64 * 2 ** 20

/**
 * How a language model is best run here. Never more threads than cores: llama.cpp's threads wait for one another by
 * spinning, and a thread that has no core to run on makes all others spin for as long as the system lets them.
 *
 * @throws ModelError MODEL_FAILED when there is not enough memory for it
 */
export function chooseResources(shape: LanguageShape, machine: Machine, settings: LanguageSettings): Resources {
  const threads = chooseThreads(shape.parameters, machine.cores, settings.threads)
  const gpuLayers = chooseGpuLayers(shape, machine, settings.gpuLayers)
  const batchTokens = gpuLayers > 0 ? 512 : 64
  const fixed = shape.weightBytes + bufferBytes + batchTokens * shape.vocabulary * 4
  const room = machine.freeBytes + machine.videoBytes - fixed
  const isSet = settings.contextTokens !== null
  // The setting is one for all models: beyond what one was made for, it writes what nobody can read.
  const wanted = Math.min(settings.contextTokens ?? usualContext, shape.contextTokens)
  const least = isSet ? wanted : Math.min(wanted, fewest)
  if (room < least * shape.tokenBytes) {
    const need = fixed + least * shape.tokenBytes
    throw new ModelError(
      'MODEL_FAILED',
      `it needs ${inGigabytes(need)} of memory, ${inGigabytes(machine.freeBytes)} are free`,
    )
  }
  // Half of what is left stays free for the person's other programs.
  const states = Math.floor(room / 2 / shape.tokenBytes)
  const enough = isSet ? wanted : Math.min(wanted, comfortable)
  const sequences = [mostSequences, 4, 2].find((count) => states / count >= enough) ?? 1
  const fitting = isSet ? wanted : Math.floor(Math.max(states, least) / sequences)
  const contextTokens = Math.min(wanted, fitting)
  return {
    ...{ threads, gpuLayers, contextTokens, sequences, batchTokens },
    bytes: fixed + sequences * contextTokens * shape.tokenBytes,
  }
}

/** `wanted` is held to the cores: what is above them does not compute, it waits. */
export function chooseThreads(parameters: number, cores: number, wanted: number | null): number {
  if (wanted !== null) return Math.min(wanted, cores)
  if (parameters < parametersOfOneThread) return 1
  // One core stays for the rest of the machine where there are enough.
  return Math.max(1, Math.min(mostThreads, cores > 2 ? cores - 1 : cores))
}

function chooseGpuLayers(shape: LanguageShape, { videoBytes }: Machine, wanted: number | null): number {
  // The layer behind the last one counts as one to llama.cpp.
  const all = shape.layers + 1
  if (videoBytes === 0) return 0
  if (wanted !== null) return Math.min(wanted, all)
  const layerBytes = (shape.weightBytes + shape.tokenBytes * Math.min(shape.contextTokens, comfortable)) / all
  return Math.max(0, Math.min(all, Math.floor((videoBytes * 0.9 - bufferBytes * 4) / layerBytes)))
}

/** Memory for a person to decide by: weights, one usual conversation, buffers. */
export function estimateMemory(shape: { weightBytes: number; tokenBytes: number; contextTokens: number }): number {
  return shape.weightBytes + shape.tokenBytes * Math.min(shape.contextTokens, comfortable) + bufferBytes
}

/**
 * Whether a machine of so much memory can run it. `tight`: only while little else runs. What is free at the moment does not
 * count, as it is other in an hour.
 */
export function canRun(memoryBytes: number, totalBytes: number): 'yes' | 'tight' | 'no' {
  if (memoryBytes <= totalBytes * 0.6) return 'yes'
  return memoryBytes <= totalBytes * 0.85 ? 'tight' : 'no'
}

const inGigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

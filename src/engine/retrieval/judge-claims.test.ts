import { expect, it } from 'vitest'
import { Failure } from '../../domain/failure.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import type { Models } from '../usage/models.ts'
import { openClaimJudge } from './judge-claims.ts'

type Entailer = NonNullable<Awaited<ReturnType<Models['entailer']>>>

/** A judge over a model that answers by `probabilityOf` its claims. */
function openJudge(probabilityOf: (claim: string) => number | Promise<number>) {
  const asked: string[] = []
  const entailer: Entailer = {
    fingerprint: 'made',
    maximumTokens: 512,
    async judge(pairs) {
      asked.push(...pairs.map(({ claim }) => claim))
      return { probabilities: await Promise.all(pairs.map(({ claim }) => probabilityOf(claim))), tokens: 1 }
    },
    close: async () => undefined,
  }
  return { asked, judge: openJudgeOver(async () => entailer) }
}

function openJudgeOver(entailer: Models['entailer']) {
  const models = {
    entailer,
    reranker: async () => null,
    embedder: () => Promise.reject(new Error('none is asked for')),
  }
  return openClaimJudge({ models, telemetry: createTelemetry({ level: 'silent' }) })
}

const failure = new Failure('MODEL_FAILED', { modelId: 'made', reason: 'it is broken' })

it('RET-4.check: a claim follows when that is more probable than not', async () => {
  const { judge } = openJudge(Number)
  const verdicts = ['0.51', '0.5', '0.49', '1'].map((claim) => judge.entails('a text', claim, undefined))
  expect(await Promise.all(verdicts)).toEqual([true, false, false, true])
  expect(judge.notices()).toEqual([])
})

it('RET-4.check: without a model nothing follows, and nobody is told that it failed', async () => {
  const judge = openJudgeOver(async () => null)
  expect(await judge.entails('a text', 'a claim', undefined)).toBe(false)
  expect(judge.notices()).toEqual([])
})

it('RET-4.check: a model that fails is asked once, and the answer says so', async () => {
  // Catches an answer that is lost, or that waits for each sentence anew.
  const { judge, asked } = openJudge(() => Promise.reject(failure))
  expect(await judge.entails('a text', 'one', undefined)).toBe(false)
  expect(await judge.entails('a text', 'two', undefined)).toBe(false)
  expect(asked).toEqual(['one'])
  expect(judge.notices()).toEqual(['entailment-failed'])
  const unopened = openJudgeOver(() => Promise.reject(failure))
  expect(await unopened.entails('a text', 'one', undefined)).toBe(false)
  expect(unopened.notices()).toEqual(['entailment-failed'])
})

it('a fault that is not the model’s is not hidden', async () => {
  const { judge } = openJudge(() => Promise.reject(new TypeError('of ours')))
  await expect(judge.entails('a text', 'one', undefined)).rejects.toThrow('of ours')
})

it('of one answer so many claims are read that it is not held up', async () => {
  const { judge, asked } = openJudge(() => 1)
  const verdicts: boolean[] = []
  for (let claim = 0; claim < 40; claim++) verdicts.push(await judge.entails('a text', `${claim}`, undefined))
  expect(asked).toHaveLength(24)
  expect(verdicts.filter(Boolean)).toHaveLength(24)
  expect(judge.notices()).toEqual([])
})

it.each(['while it loads', 'while it reads'])('RET-4.check: a stop is heard at once %s', async (when) => {
  const leaving = new AbortController()
  const hangs = new Promise<never>(() => undefined)
  const judge =
    when === 'while it loads' ? openJudgeOver(() => hangs) : openJudgeOver(async () => hanging(leaving.signal))
  const pending = judge.entails('a text', 'a claim', leaving.signal)
  leaving.abort(new Error('stopped'))
  await expect(pending).rejects.toThrow('stopped')
  expect(judge.notices()).toEqual([])
})

/** Ends only by the signal that it is given, as models do. */
function hanging(expected: AbortSignal): Entailer {
  return {
    fingerprint: 'made',
    maximumTokens: 512,
    judge: (_pairs, signal) =>
      new Promise((_resolve, reject) => {
        expect(signal).not.toBe(expected)
        signal.addEventListener('abort', () => reject(signal.reason))
        if (signal.aborted) reject(signal.reason)
      }),
    close: async () => undefined,
  }
}

import type { GenerationRequest, LanguageModel } from '../../src/engine/inference/language-model.ts'
import { openLocalLanguageModel } from '../../src/engine/inference/local/open-local-model.ts'
import { startModelProcess } from '../../src/engine/inference/local/process-channel.ts'
import { storiesFolder } from '../support/models/stories.ts'
import { type Figure, median } from './figure.ts'

const rounds = 15
const answerTokens = 200
const never = new AbortController().signal

const asking = (text: string, options: Partial<GenerationRequest> = {}): GenerationRequest => ({
  messages: [{ role: 'user', content: [{ type: 'text', text }] }],
  maximumOutputTokens: answerTokens,
  temperature: 0,
  signal: never,
  ...options,
})

/** How fast a tiny model on this machine is, and how soon it stops, dies and goes on: all of it is the way there and back. */
export async function localModelFigures(): Promise<Figure[]> {
  let kill: () => void = () => undefined
  const model = await openLocalLanguageModel(
    { runtime: 'gguf', folder: storiesFolder },
    {
      startProcess(module) {
        const channel = startModelProcess(module)
        kill = () => channel.kill()
        return channel as never
      },
    },
  )
  try {
    await model.generate(asking('Hello.'))
    return [
      figure('local model: stop, until the reader is told', 'ms', await times(() => stop(model)), { atMost: 100 }),
      figure('local model: stop, until the next answer begins', 'ms', await times(() => stopAndAsk(model)), {
        atMost: 100,
      }),
      figure(
        'local model: first token of a question asked before',
        'ms',
        await times(() => firstToken(model, 'A bird.')),
        null,
      ),
      figure('local model: tokens alone', 'tokens/s', await times(() => speed(model, 1), 5), null),
      figure('local model: tokens of 8 conversations', 'tokens/s', await times(() => speed(model, 8), 5), null),
      figure(
        'local model: reading a prompt of 365 tokens anew over having it',
        'ratio',
        await times(() => reuse(model), 5),
        {
          atLeast: 1,
        },
      ),
      // The last, since it ends the process each time.
      figure(
        'local model: killed in mid-answer, until it is told',
        'ms',
        await times(() => killed(model, () => kill()), 5),
        {
          atMost: 1_000,
        },
      ),
    ]
  } finally {
    await model.close()
  }
}

async function times(measure: () => Promise<number>, count = rounds): Promise<number[]> {
  const runs: number[] = []
  for (let round = 0; round < count; round++) runs.push(await measure())
  return runs
}

function figure(name: string, unit: Figure['unit'], runs: number[], target: Figure['target']): Figure {
  return {
    name,
    unit,
    value: target !== null && 'atMost' in target ? Math.max(...runs) : median(runs),
    target,
    cpu: null,
    runs,
  }
}

/** Reads an answer until it has begun, does `then`, and says how long it took for the stream to end after it. */
async function endsAfter(stream: AsyncIterable<{ type: string }>, then: () => void): Promise<number> {
  let since = 0
  try {
    for await (const part of stream) {
      if (part.type !== 'text-delta' || since > 0) continue
      since = performance.now()
      then()
    }
  } catch (error) {
    if (since === 0) throw error
    return performance.now() - since
  }
  throw new Error('the answer ended by itself')
}

function stop(model: LanguageModel): Promise<number> {
  const leaving = new AbortController()
  const request = asking('Tell me all.', { maximumOutputTokens: 400, signal: leaving.signal })
  return endsAfter(model.stream(request), () => leaving.abort(new Error('stopped')))
}

async function stopAndAsk(model: LanguageModel): Promise<number> {
  return (await stop(model)) + (await firstToken(model, 'And then?'))
}

async function firstToken(model: LanguageModel, text: string): Promise<number> {
  const begun = performance.now()
  for await (const part of model.stream(asking(text))) if (part.type === 'text-delta') return performance.now() - begun
  throw new Error('no token came')
}

async function speed(model: LanguageModel, conversations: number): Promise<number> {
  const begun = performance.now()
  const answers = Array.from({ length: conversations }, (_, index) => model.generate(asking(`Animal ${index}.`)))
  const written = (await Promise.all(answers)).reduce((sum, { usage }) => sum + (usage?.outputTokens ?? 0), 0)
  return written / ((performance.now() - begun) / 1_000)
}

let prompts = 0

/** How many times longer the first token of a long prompt takes the first time than the second. */
async function reuse(model: LanguageModel): Promise<number> {
  const request = asking(`${prompts++} ${'Tell me of a dog. '.repeat(34)}`, { maximumOutputTokens: 1 })
  const timed = async () => {
    const begun = performance.now()
    await model.generate(request)
    return performance.now() - begun
  }
  const anew = await timed()
  return anew / (await timed())
}

const killed = (model: LanguageModel, kill: () => void) =>
  endsAfter(model.stream(asking('Tell me all.', { maximumOutputTokens: 400 })), kill)

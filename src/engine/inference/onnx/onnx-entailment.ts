import type { LoadedModel } from '../local/model-protocol.ts'
import type { EntailmentPair } from '../model-runner.ts'
import { readEntailmentLabels } from './entailment-labels.ts'
import { type OnnxParts, usualMaximum } from './onnx-session.ts'
import type { ModelInput } from './tokeniser.ts'

/** Windows of one premise that are read; what is behind them is not, so a claim may miss the support that it has there. */
const mostWindows = 8

/** A classifier of pairs (natural language inference): the premise first, then the claim, as such models were trained. */
export async function asEntailmentModel({ request, tokeniser, session }: OnnxParts): Promise<LoadedModel> {
  const labels = await readEntailmentLabels(request.folder)
  const maximumTokens = request.description.maximumTokens ?? usualMaximum

  async function judgeWindow(input: ModelInput): Promise<number> {
    const { logits } = await session.run([input], tokeniser.paddingId)
    const classes = logits?.dimensions.at(-1)
    if (logits === undefined || logits.dimensions.length !== 2 || classes !== labels.count) {
      throw new Error(`the model does not give ${labels.count} logits for a pair: it is no entailment model`)
    }
    return softmax(Array.from({ length: classes }, (_, place) => Number(logits.data[place])))[labels.entailment] ?? 0
  }

  /** One window a run, as with rerankers: on a CPU a batch saves nothing, and no pair's result depends on its neighbours. */
  async function judgeOne({ premise, claim }: EntailmentPair): Promise<{ probability: number; tokens: number }> {
    let probability = 0
    let tokens = 0
    for (const window of tokeniser.encodeWindows(premise, claim, { most: maximumTokens, windows: mostWindows })) {
      // What is no number stays none, and is refused where it arrives.
      probability = Math.max(probability, await judgeWindow(window))
      tokens += window.ids.length
    }
    return { probability, tokens }
  }

  await judgeOne({ premise: 'a', claim: 'b' })
  return {
    facts: { dimensions: null, maximumTokens, givesTokens: false },
    embed: null,
    embedTokens: null,
    score: null,
    async judge(pairs) {
      const judged = []
      for (const pair of pairs) judged.push(await judgeOne(pair))
      return {
        probabilities: judged.map(({ probability }) => probability),
        tokens: judged.reduce((sum, { tokens }) => sum + tokens, 0),
      }
    },
    close: () => session.close(),
  }
}

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - largest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

import { type CountedRequest, countRequestTokens, mostRequestTokens, type TokenCounting } from './count-tokens.ts'

/** As most tokenisers of today count, without what a provider adds for safety; a picture of a usual size. */
const likely: TokenCounting = {
  ...{ encoding: 'o200k_base', factor: 1, perForeignCharacter: 0 },
  ...{ perRequest: 3, perMessage: 4, perImage: 800, withTools: 50, perTool: 10 },
}

/** Tokens that a request's input likely has, whoever reads it: to choose a model by, not to pay by. */
export function estimateTokens(request: CountedRequest): Promise<number> {
  return countRequestTokens(request, likely)
}

/** Tokens that `estimateTokens` never says more than, at once: for what only has to know that a request certainly fits. */
export function mostTokens(request: CountedRequest): number {
  return mostRequestTokens(request, likely)
}

/** Tokens that a text likely has. */
export function estimateTextTokens(text: string): Promise<number> {
  const counting = { ...likely, perRequest: 0, perMessage: 0 }
  return countRequestTokens({ messages: [{ role: 'assistant', content: [{ type: 'text', text }] }] }, counting)
}

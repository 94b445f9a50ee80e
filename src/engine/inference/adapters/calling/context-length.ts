/** What a server says of a request that it does not take. Its text is read here and goes no further. */
export type Refusal = {
  /** HTTP status; of an error inside a stream the one that it names, or null. */
  status: number | null
  code: string | null
  type: string | null
  /** The field that it does not take, as it calls it. */
  param: string | null
  message: string
}

const codes = new Set([
  'context_length_exceeded',
  'context_window_exceeded',
  'exceed_context_size_error',
  'model_max_prompt_tokens_exceeded',
  'request_too_large',
  'string_above_max_length',
])

/** Servers have no code for it in common; those that have none say it in English. */
const phrases: readonly RegExp[] = [
  /(?:maximum|max|available|model'?s?|the) context (?:length|size|window)/i,
  /context (?:length|size|window) (?:of|is|was|has been)? ?(?:exceeded|too)/i,
  /exceeds? (?:the |its )?(?:model'?s? )?(?:maximum |max |available )?(?:context|number of tokens|token limit|input (?:length|limit))/i,
  /(?:prompt|input|request|messages?|conversation)(?: text)? (?:is|are|was) too (?:long|large)/i,
  /(?:input|prompt) (?:token count|length|tokens?)\b.{0,80}(?:exceed|longer than|greater than)/i,
  /exceeded model token limit/i,
  /request too large/i,
  /too many (?:input )?tokens/i,
  /longer than the (?:maximum|model)/i,
  /reduce the length of/i,
  /too large for model with \d+ maximum context/i,
  /exceed(?:s|ed)? (?:the )?context limit/i,
  /`inputs` tokens \+ `max_new_tokens` must be/i,
]

/** About the output's limit alone, which a shorter question would not mend. */
const outputOnly = /(?:completion|output) tokens|max_(?:completion_|output_|new_)?tokens?`? (?:must|is too|should)/i

/** Whether a refusal says that the request is too long for the model. */
export function speaksOfLength({ status, code, type, message }: Refusal): boolean {
  if (codes.has(code ?? '') || codes.has(type ?? '')) return true
  if (phrases.some((phrase) => phrase.test(message))) {
    // "max_tokens must be at most 8192, less than the context_window": the word alone says nothing.
    return !outputOnly.test(message) || namesTokens(message) !== null
  }
  return status === 413
}

const numbers: readonly RegExp[] = [
  // OpenAI, Azure OpenAI, vLLM, DeepSeek: "maximum context length is 8192 tokens. However, … resulted in 9000 tokens"
  /(?:maximum|model's) context length (?:is|of) (?<maximum>[\d,]+).*?(?:resulted in|requested|has|you requested about) (?<given>[\d,]+)/is,
  // SGLang, Gemini, Ollama: "input (9000 tokens) is longer than … (8192 tokens)", "(9000) exceeds the maximum … (8192)"
  /\((?<given>[\d,]+)(?: tokens)?\).{0,120}?(?:exceeds|longer than|greater than).{0,120}?\(?(?<maximum>[\d,]{3,})/is,
  // Anthropic: "prompt is too long: 210000 tokens > 200000 maximum"
  /(?<given>[\d,]+) tokens? > (?<maximum>[\d,]+)/i,
  // Anthropic, of the input and what may be written: "exceed context limit: 188240 + 21333 > 200000"
  /(?<given>[\d,]+) \+ (?<more>[\d,]+) > (?<maximum>[\d,]+)/i,
  // Groq and OpenAI, of a minute's allowance: "Limit 6000, Requested 7000"
  /limit:? (?<maximum>[\d,]+),? requested:? (?<given>[\d,]+)/i,
  // Moonshot: "exceeded model token limit: 8192 (requested: 9000)"
  /token limit: (?<maximum>[\d,]+) \(requested: (?<given>[\d,]+)\)/i,
  // Mistral: "Prompt contains 40000 tokens … too large for model with 32768 maximum context length"
  /contains (?<given>[\d,]+) tokens.*?with (?<maximum>[\d,]+) maximum/is,
  // Text Generation Inference: "must be <= 8193. Given: 9000"
  /must be <= (?<maximum>[\d,]+)\. Given: (?<given>[\d,]+)/i,
  // llama.cpp: "request (9000 tokens) exceeds the available context size (8192 tokens)"
  /length (?<given>[\d,]+)\b.{0,80}(?:exceeds|longer than).{0,80}?(?<maximum>[\d,]{3,})/is,
]

/** How long the request was and how long it may be, in tokens, where a refusal tells both. */
export function namesTokens(message: string): { given: number; maximum: number } | null {
  for (const pattern of numbers) {
    const groups = pattern.exec(message)?.groups
    if (groups === undefined) continue
    const [input, more, maximum] = [groups.given, groups.more ?? '0', groups.maximum].map((text) =>
      Number(text?.replaceAll(',', '')),
    )
    const given = (input ?? 0) + (more ?? 0)
    if (maximum !== undefined && given > maximum && maximum > 0) return { given, maximum }
  }
  return null
}

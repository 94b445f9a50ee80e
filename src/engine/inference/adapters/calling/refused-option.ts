import type { Refusal } from './context-length.ts'

/** What the fields of the protocols are called to a person. A name that is not here is not repeated to them. */
const options: Readonly<Record<string, string>> = {
  max_tokens: 'this limit of the output',
  max_completion_tokens: 'this limit of the output',
  max_output_tokens: 'this limit of the output',
  temperature: 'the option temperature',
  top_p: 'the option topP',
  seed: 'the option seed',
  stop: 'the option stop',
  stop_sequences: 'the option stop',
  reasoning: 'the option reasoning',
  reasoning_effort: 'the option reasoning',
  thinking: 'the option reasoning',
  response_format: 'structured output',
  json_schema: 'structured output',
  tools: 'tools',
  tool_choice: 'tools',
  functions: 'tools',
  stream: 'streams',
  stream_options: 'streams that tell their usage',
  image_url: 'images',
  input_image: 'images',
  model: 'this name of a model',
}

/** The option that a refusal is about, in our words; null where it names none that is known here. */
export function refusedOption({ param, message }: Pick<Refusal, 'param' | 'message'>): string | null {
  for (const field of [param, ...fieldsOf(message)]) {
    const name = field?.split(/[.[\]]/).find((step) => step in options)
    if (name !== undefined) return options[name] ?? null
  }
  if (/\b(?:images?|vision|multimodal)\b/i.test(message) && /support|accept|allow/i.test(message)) return 'images'
  if (/\b(?:tools?|function calling)\b/i.test(message) && /support/i.test(message)) return 'tools'
  return null
}

/** Fields come in quotes: `'seed'`, "`max_tokens`", `"top_p"`; or after a colon, as in "argument supplied: seed". */
function fieldsOf(message: string): string[] {
  const quoted = [...message.matchAll(/['"`]([a-z_][\w.[\]]{1,60})['"`]/g)]
  const named = [...message.matchAll(/(?:argument|parameter|field|property)s?(?: supplied)?:? ([a-z_]{2,40})/gi)]
  return [...quoted, ...named].flatMap(([, field]) => (field === undefined ? [] : [field]))
}

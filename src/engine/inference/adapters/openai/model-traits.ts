import type { ProviderKind } from '../../../../contract/providers.ts'

/** What a model takes, as far as its name tells. Models of one family refuse options that others of it have. */
export type ModelTraits = {
  reasons: boolean
  /** What asks it not to think: a word of `reasoning_effort`; null for one that always thinks. */
  withoutThinking: 'none' | 'minimal' | null
  /** The least that it thinks, where it can't be asked not to. */
  leastEffort: 'low' | 'medium' | 'high'
  /** Whether it can be told how much to think, and not only whether. */
  levels: boolean
  /** Temperature and top-p: `without-thinking` while it is asked not to think. */
  sampling: 'always' | 'without-thinking' | 'never'
  stop: boolean
  seed: boolean
  /** Whether it thinks and has tools at the same time over chat completions. */
  toolsWithThinking: boolean
  /** OpenAI's models that think call the system `developer`. */
  systemRole: 'system' | 'developer'
  /** Whether it writes by a schema, or only JSON of which the question tells the schema. */
  schema: boolean
  images: boolean
  /** Groq gives thoughts of some models in the text, where it is not asked for them apart. */
  parsedThoughts: boolean
}

const plain: ModelTraits = {
  reasons: false,
  withoutThinking: null,
  leastEffort: 'low',
  levels: true,
  sampling: 'always',
  stop: true,
  seed: true,
  toolsWithThinking: true,
  systemRole: 'system',
  schema: true,
  images: true,
  parsedThoughts: false,
}

/** The models of OpenAI that think; all that came after these are held to what the strictest of today refuses. */
const thinking: ModelTraits = {
  ...plain,
  reasons: true,
  withoutThinking: 'none',
  sampling: 'never',
  stop: false,
  seed: false,
  toolsWithThinking: false,
  systemRole: 'developer',
}

const openThinking: ModelTraits = { ...plain, reasons: true, withoutThinking: 'none' }

/** `name` is as its server calls it: `gpt-5.4-mini`, `openai/gpt-oss-120b`, `models/gemini-3-pro`, `qwen3:8b`. */
export function traitsOf(kind: ProviderKind, name: string): ModelTraits {
  // Azure has no points in its names.
  const bare = name
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^gpt-35/, 'gpt-3.5')
  const ofOpenAi = openAiTraits(bare)
  if (ofOpenAi !== null) {
    const isDirect = kind === 'openai' || kind === 'azure-openai'
    // Routers of models translate both.
    return isDirect ? ofOpenAi : { ...ofOpenAi, systemRole: 'system', toolsWithThinking: true }
  }
  switch (kind) {
    case 'gemini':
      return geminiTraits(bare)
    case 'moonshot':
      return kimiTraits(bare)
    case 'groq':
      return groqTraits(bare)
    default:
      return knownThinker.test(bare) ? openThinking : plain
  }
}

/** Families of open models that think, as their servers name them. */
const knownThinker =
  /(?:deepseek-(?:r1|v3\.[1-9]|v[4-9])|qwq|qwen-?3|magistral|glm-(?:4\.[5-9]|[5-9])|kimi-k[2-9]|minimax-m\d|grok-[3-9]|nemotron|reason|think)/

function openAiTraits(name: string): ModelTraits | null {
  if (name.startsWith('gpt-oss')) return { ...plain, reasons: true }
  if (/^(?:o\d(?!\d)|codex-mini)/.test(name)) {
    return { ...thinking, withoutThinking: null, toolsWithThinking: true, images: !/^o[13]-mini/.test(name) }
  }
  const version = /^gpt-(\d+)(?:\.(\d+))?(?!\d*[a-z])/.exec(name)
  if (version === null) return null
  const [major, minor] = [Number(version[1]), Number(version[2] ?? 0)]
  // 4, 4.1, 3.5, and dates after them.
  if (major < 5) return { ...plain, schema: !/^gpt-(?:3|4(?!\.1|\.5))/.test(name), images: major === 4 }
  if (name.includes('-chat')) return { ...plain, sampling: minor === 0 ? 'always' : 'never' }
  if (name.includes('-pro')) return { ...thinking, withoutThinking: null, leastEffort: minor === 0 ? 'high' : 'medium' }
  if (major === 5 && minor === 0) {
    return { ...thinking, withoutThinking: name.includes('codex') ? null : 'minimal', toolsWithThinking: true }
  }
  if (major === 5 && minor < 6) return { ...thinking, sampling: 'without-thinking', toolsWithThinking: true }
  return thinking
}

function geminiTraits(name: string): ModelTraits {
  const version = Number(/gemini-(\d+(?:\.\d+)?)/.exec(name)?.[1] ?? Number.NaN)
  if (Number.isNaN(version)) return plain
  if (version < 2.5) return { ...plain, reasons: false }
  const mayStop = version < 3 && name.includes('flash')
  return { ...plain, reasons: true, withoutThinking: mayStop ? 'none' : null }
}

/** Kimi's sampling is fixed by the platform; the models before it are as others. */
function kimiTraits(name: string): ModelTraits {
  if (!name.startsWith('kimi')) return { ...plain, schema: false, images: name.includes('vision') }
  const mayStop = /^kimi-k2\.[56](?!\d)/.test(name)
  return {
    ...plain,
    reasons: true,
    withoutThinking: mayStop ? 'none' : null,
    levels: /^kimi-k[3-9]/.test(name),
    sampling: 'never',
  }
}

/** Groq's models that write by a schema; all others write JSON. */
const groqSchema = /gpt-oss|llama-4|kimi-k2/

function groqTraits(name: string): ModelTraits {
  const schema = groqSchema.test(name)
  const images = /llama-4|vision|scout|maverick/.test(name)
  if (!knownThinker.test(name) || name.startsWith('kimi')) return { ...plain, schema, images }
  const mayStop = /qwen-?3/.test(name)
  return {
    ...openThinking,
    schema,
    images,
    withoutThinking: mayStop ? 'none' : null,
    levels: false,
    parsedThoughts: true,
  }
}

/**
 * What a model takes that is spoken to by the Messages protocol. Anthropic's own models differ from one generation to the
 * next in what they refuse, and answer 400 to what they do not take.
 */
export type ClaudeTraits = {
  /** `budget`: tokens to think with are set for it. `adaptive`: it thinks as much as an effort lets it. */
  thinking: 'none' | 'budget' | 'adaptive'
  /** How a call asks it not to think: by saying nothing, or by one of these words; `never`: it always thinks. */
  withoutThinking: 'omitted' | 'disabled' | 'between_tools' | 'never'
  /** Temperature and top-p. Version 2026-10-21 of the protocol refuses them, whatever the model. */
  sampling: boolean
  /** Whether it can be made to call a tool. */
  forcedTools: boolean
  /** Whether it writes by a schema of its own accord; without that, a tool that it is made to call stands in. */
  outputFormat: boolean
  /** Whether it goes on with an answer that is begun for it. */
  prefill: boolean
}

/** Servers of others speak version 2023-06-01 of the protocol, and mostly not all of it. */
const ofOthers: ClaudeTraits = {
  thinking: 'budget',
  withoutThinking: 'disabled',
  sampling: true,
  forcedTools: true,
  outputFormat: false,
  prefill: true,
}

/** The youngest generation, and whatever comes after it. */
const youngest: ClaudeTraits = {
  thinking: 'adaptive',
  withoutThinking: 'never',
  sampling: false,
  forcedTools: false,
  outputFormat: true,
  prefill: false,
}

/**
 * The traits of a model by its name, such as `claude-3-7-sonnet-20250219` or `claude-opus-5-5`; a name without a version is
 * taken for the youngest. Sources: Anthropic's migration guide of each model, read on 2026-11-21.
 */
export function traitsOf(name: string, isAnthropic: boolean): ClaudeTraits {
  if (!isAnthropic) return ofOthers
  const { family, version } = parseName(name)
  if (version === null) return youngest
  if (version >= 5.05) {
    const light = family === 'sonnet' || family === 'haiku'
    // Generations that are not out yet are held to what the strictest of today refuses.
    if (version < 5.06 && light)
      return { ...youngest, withoutThinking: 'between_tools', forcedTools: family === 'haiku' }
    return youngest
  }
  if (version >= 5) {
    const alwaysThinks = family === 'fable' || family === 'mythos'
    if (alwaysThinks) return { ...youngest, forcedTools: version === 5 }
    return { ...youngest, withoutThinking: 'disabled', forcedTools: true }
  }
  const older: ClaudeTraits = { ...youngest, withoutThinking: 'omitted', forcedTools: true }
  if (version >= 4.06) return older
  return {
    ...older,
    thinking: version >= 3.07 ? 'budget' : 'none',
    outputFormat: version >= 4.05,
    prefill: true,
  }
}

/** `version`: 4.05 for 4.5 and 4.1 for 4.10, so that versions compare as numbers. A date is no version. */
function parseName(name: string): { family: string | null; version: number | null } {
  const parts = /claude-(?:([a-z]+)-)?(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)(?:-([a-z]+))?/i.exec(name)
  if (parts === null) return { family: null, version: null }
  const [, before, major, minor = '0', after] = parts
  return { family: (before ?? after ?? null)?.toLowerCase() ?? null, version: Number(major) + Number(minor) / 100 }
}

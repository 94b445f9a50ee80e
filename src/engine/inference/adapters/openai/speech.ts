import type { StreamPart } from '../../language-model.ts'

type Kind = 'text' | 'reasoning'

/** Text and thoughts as parts: what begins ends before the other begins. */
export type Speech = {
  say(kind: Kind, text: string): StreamPart[]
  /** `signature`: of the thoughts that are open. */
  end(signature?: string | null): StreamPart[]
}

export function createSpeech(): Speech {
  let open: { kind: Kind; id: string } | null = null
  let begun = 0

  function end(signature: string | null = null): StreamPart[] {
    if (open === null) return []
    const { kind, id } = open
    open = null
    return [kind === 'text' ? { type: 'text-end', id } : { type: 'reasoning-end', id, signature }]
  }

  return {
    say(kind, text) {
      if (text === '') return []
      const parts: StreamPart[] = []
      if (open?.kind !== kind) {
        parts.push(...end())
        open = { kind, id: `${kind}-${++begun}` }
        parts.push({ type: `${kind}-start`, id: open.id })
      }
      return [...parts, { type: `${kind}-delta`, id: open.id, text }]
    },
    end,
  }
}

import type { TokenUsage } from '../../../../contract/money.ts'

/** Null for a usage without output of an answer that has some: servers that do not count send zeros. */
export function believedUsage(usage: TokenUsage | null, { hasSaid }: { hasSaid: boolean }): TokenUsage | null {
  return hasSaid && usage?.outputTokens === 0 ? null : usage
}

/** How fast documents are read on this machine, learnt from the readings before. */
export type ReadingPace = {
  /** Seconds that so many tokens would take. */
  estimate(tokens: number): number
  note(tokens: number, milliseconds: number): void
}

/** Tokens a second before this engine has read anything: a guess, which its first reading corrects. */
const firstGuess = 600_000
/** What a new reading counts beside those before. */
const share = 0.5
/** Shorter readings say more of the machine's moods than of its pace. */
const leastTokens = 10_000

export function createReadingPace(): ReadingPace {
  let tokensPerSecond = firstGuess
  return {
    estimate: (tokens) => Math.round((tokens / tokensPerSecond) * 100) / 100,
    note(tokens, milliseconds) {
      if (tokens < leastTokens || milliseconds <= 0) return
      tokensPerSecond = tokensPerSecond * (1 - share) + ((tokens * 1_000) / milliseconds) * share
    },
  }
}

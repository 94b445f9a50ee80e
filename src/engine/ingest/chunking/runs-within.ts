/**
 * Chunks in runs of as much as a model reads at once, in tokens as chunks are counted. A chunk that alone is longer is a run
 * of its own.
 */
export function runsWithin<Chunk extends { tokens: number }>(
  chunks: readonly Chunk[],
  contextTokens: number,
): Chunk[][] {
  const runs: Chunk[][] = []
  let tokens = 0
  for (const chunk of chunks) {
    tokens += chunk.tokens
    const open = runs.at(-1)
    if (open !== undefined && tokens <= contextTokens) open.push(chunk)
    else {
      runs.push([chunk])
      tokens = chunk.tokens
    }
  }
  return runs
}

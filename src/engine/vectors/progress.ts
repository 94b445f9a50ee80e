/** How far an index has come with what its source has. */
export type Progress = {
  /** Number of the last change that is in it. */
  reached: number
  /** While every vector is read anew: those up to this chunk are done, and changes count from this number on. */
  walk: { afterChunk: number; from: number } | null
}

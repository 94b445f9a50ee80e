/** A place of the context that holds the state of one conversation. */
export type SequenceState = {
  /** Tokens that are in it, and how many of them the next request begins with. */
  held: number
  shared: number
  /** Order in which it was used last; 0 for one that never was. */
  usedAt: number
}

/**
 * The free place for a request: that of the conversation it goes on with, else an empty one, else the one that has waited
 * longest. A beginning that many conversations share (instructions) is no reason to give up what one of them holds: half of
 * the request has to be there already, or half of what is there has to be of use. `length`: tokens of the request.
 */
export function chooseSequence<State extends SequenceState>(free: readonly State[], length: number): State | null {
  const goingOn = free.filter(({ held, shared }) => shared > 0 && shared * 2 >= Math.min(held, length))
  const longest = best(goingOn, (state) => state.shared)
  return longest ?? free.find(({ held }) => held === 0) ?? best(free, (state) => -state.usedAt)
}

function best<State>(states: readonly State[], worth: (state: State) => number): State | null {
  return states.reduce<State | null>(
    (found, state) => (found === null || worth(state) > worth(found) ? state : found),
    null,
  )
}

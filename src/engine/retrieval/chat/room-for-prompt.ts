/** Tokens, as roughly counted here, that the parts of a prompt may take; `outputTokens`: null as the settings say. */
export type PromptRoom = {
  passages: number
  history: number
  outputTokens: number | null
  /** The model is told what to do in few words. */
  isShort: boolean
}

/** Share of a small model's window that its answer gets. */
const outputShare = 4
/** A model that reads no more gets few words of instruction. */
const smallWindow = 4_000
/** Share of what is left that passages get before the conversation. */
const passageShare = 0.7
/** Counts differ, and a request that is refused again costs time. */
const caution = 0.9
const leastPassage = 20

/**
 * The room after a model refused a prompt as too long, for another try; null when even the least does not fit.
 *
 * @param asked the room of the refused prompt, and the tokens of all its parts and of those that can't be left out, as
 * counted here
 * @param told what the refusal says: tokens of the request, and those that the model reads at most; 0 for unknown
 */
export function shrinkRoom(
  asked: { room: PromptRoom; total: number; fixed: number },
  told: { tokens: number; maximum: number },
): PromptRoom | null {
  const { room, total, fixed } = asked
  const maximum = told.maximum > 0 ? told.maximum : Math.floor(total / 2)
  const outputTokens = Math.min(room.outputTokens ?? maximum, Math.max(16, Math.floor(maximum / outputShare)))
  // A tokeniser of few words counts several times what is counted here.
  const scale = told.tokens > 0 && total > 0 ? Math.max(1, told.tokens / total) : 1
  const left = ((maximum - outputTokens) * caution) / scale - fixed
  if (left < leastPassage) return null
  const passages = Math.min(room.passages, Math.floor(left * passageShare))
  const history = Math.min(room.history, Math.floor(left - passages))
  const isShort = room.isShort || maximum < smallWindow
  const isSame = passages === room.passages && history === room.history && outputTokens === room.outputTokens
  if (isSame && isShort === room.isShort) return halve(room)
  return { passages, history, outputTokens, isShort }
}

/** It should have fitted: who counts otherwise gets half. */
function halve(room: PromptRoom): PromptRoom | null {
  const passages = Math.floor(room.passages / 2)
  return passages < leastPassage ? null : { ...room, passages, history: Math.floor(room.history / 2) }
}

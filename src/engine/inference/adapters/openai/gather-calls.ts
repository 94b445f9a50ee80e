import { randomUUID } from 'node:crypto'
import type { StreamPart } from '../../language-model.ts'
import type { WireCall } from './wire-chunks.ts'

type Call = { id: string; wireId: string | null; name: string; input: string; isAnnounced: boolean }

/** Puts calls of tools together from pieces that may come in turns. */
export type CallGatherer = {
  /** Parts of the next piece. */
  take(piece: WireCall): StreamPart[]
  /** Closes all calls. */
  end(): StreamPart[]
  count(): number
  /** Gemini's signatures by the id of their calls. */
  signatures(): Record<string, string>
}

/**
 * A piece belongs to the call of its index; where there is none, or every call has the same, to that of its id; else to the
 * last one. The name is told once it is whole: some servers split it, and others repeat it with each piece.
 */
export function createCallGatherer(): CallGatherer {
  const calls: Call[] = []
  const byIndex = new Map<number, Call>()
  const signatures: Record<string, string> = {}

  function find(piece: WireCall): Call {
    const { index, id, function: part } = piece
    const known = index == null ? undefined : byIndex.get(index)
    if (known !== undefined && isSame(known, id)) return known
    if (index == null) {
      const byId = isGiven(id) ? calls.find(({ wireId }) => wireId === id) : calls.at(-1)
      // A name after a whole input begins another call.
      const beginsAnew = !isGiven(id) && isGiven(part?.name) && byId !== undefined && isWhole(byId.input)
      if (byId !== undefined && !beginsAnew) return byId
    }
    const call = { id: `call_${randomUUID()}`, wireId: null, name: '', input: '', isAnnounced: false }
    calls.push(call)
    if (index != null) byIndex.set(index, call)
    return call
  }

  function announce(call: Call): StreamPart[] {
    if (call.isAnnounced) return []
    call.isAnnounced = true
    return [{ type: 'tool-call-start', id: call.id, name: call.name }]
  }

  return {
    take(piece) {
      const call = find(piece)
      if (isGiven(piece.id) && call.wireId === null) {
        call.wireId = piece.id
        // What was told of a call before its id came keeps the name that it had there.
        if (!call.isAnnounced) call.id = piece.id
      }
      const name = piece.function?.name ?? ''
      if (name !== call.name && !call.isAnnounced) call.name += name
      const signature = piece.extra_content?.google?.thought_signature
      if (signature != null) signatures[call.id] = signature
      const given = piece.function?.arguments ?? ''
      const text = typeof given === 'string' ? given : JSON.stringify(given)
      if (text === '') return []
      call.input += text
      return [...announce(call), { type: 'tool-call-delta', id: call.id, text }]
    },
    end: () =>
      calls.flatMap((call): StreamPart[] => [
        ...announce(call),
        { type: 'tool-call-end', id: call.id, name: call.name, input: call.input === '' ? '{}' : call.input },
      ]),
    count: () => calls.length,
    signatures: () => signatures,
  }
}

const isGiven = (text: string | null | undefined): text is string => text != null && text !== ''

/** Another id at a known index is another call: some servers number them all 0. */
const isSame = (call: Call, id: string | null | undefined): boolean =>
  !isGiven(id) || call.wireId === null || call.wireId === id

function isWhole(input: string): boolean {
  try {
    JSON.parse(input)
    return true
  } catch {
    return false
  }
}

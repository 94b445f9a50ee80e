import { AutoTokenizer, type PreTrainedTokenizer } from '@huggingface/transformers'
import { locateTokens, type TokenPlace } from './locate-tokens.ts'

/** What a model reads of one text or pair. `types` tells the second of a pair from the first, for models that want it. */
export type ModelInput = { ids: number[]; types: number[] }

export type Tokeniser = {
  paddingId: number
  /** One text between the model's marks, cut to `most` tokens with the marks. */
  encode(text: string, most: number): ModelInput
  /** A pair. The second is cut first, the first only when it alone takes more than half. */
  encodePair(first: string, second: string, most: number): ModelInput
  /**
   * A pair whose first may be too long for one run: windows of it that overlap by half, each with the whole second. None
   * when the second takes more than half of the room.
   */
  encodeWindows(first: string, second: string, limits: { most: number; windows: number }): ModelInput[]
  /** Where each of `encode`'s tokens stands in the text; null for a mark. */
  locate(text: string, input: ModelInput): (TokenPlace | null)[]
}

/** The marks around one text, and around two. */
type Frame = { before: number[]; between: number[]; after: number[]; secondType: number; betweenType: number }

/**
 * The tokeniser of a model's folder. Texts are framed here, because the library's own cutting takes the last mark away with
 * the end of the text.
 *
 * @throws when its files are damaged
 */
export async function loadTokeniser(folder: string): Promise<Tokeniser> {
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true })
  const plain = (text: string) => tokenizer.encode(text, { add_special_tokens: false })
  const single = readFrame(tokenizer, null)
  const pair = readFrame(tokenizer, 'b')

  const join = (frame: Frame, first: number[], second: number[]): ModelInput => {
    const { before, between, after, secondType, betweenType } = frame
    const types = [
      ...before.map(() => 0),
      ...first.map(() => 0),
      ...between.map(() => betweenType),
      ...second.map(() => secondType),
      ...after.map(() => (between.length === 0 && second.length === 0 ? 0 : secondType)),
    ]
    return { ids: [...before, ...first, ...between, ...second, ...after], types }
  }
  const marksOf = ({ before, between, after }: Frame) => before.length + between.length + after.length

  return {
    paddingId: tokenizer.pad_token_id ?? 0,
    encode: (text, most) => join(single, plain(text).slice(0, Math.max(0, most - marksOf(single))), []),
    encodePair(first, second, most) {
      const room = Math.max(0, most - marksOf(pair))
      const secondIds = plain(second)
      const firstIds = plain(first).slice(0, Math.max(Math.ceil(room / 2), room - secondIds.length))
      return join(pair, firstIds, secondIds.slice(0, Math.max(0, room - firstIds.length)))
    },
    encodeWindows(first, second, { most, windows }) {
      const room = Math.max(0, most - marksOf(pair))
      const secondIds = plain(second)
      const width = room - secondIds.length
      if (width < Math.max(1, room / 2)) return []
      return windowsOf(plain(first), width, windows).map((ids) => join(pair, ids, secondIds))
    },
    locate(text, { ids }) {
      const inner = ids.slice(single.before.length, ids.length - single.after.length)
      const pieces = inner.map((id) => tokenizer.decode([id], { clean_up_tokenization_spaces: false }))
      const places = locateTokens(text, pieces)
      return [...single.before.map(() => null), ...places, ...single.after.map(() => null)]
    },
  }
}

/** The first stretches of `width`, overlapping by half: what takes no more than half a stretch is whole in one of them. */
function windowsOf(ids: number[], width: number, most: number): number[][] {
  const step = Math.max(1, Math.floor(width / 2))
  const windows = Math.max(1, Math.ceil((ids.length - width) / step) + 1)
  return Array.from({ length: Math.min(windows, most) }, (_, place) => ids.slice(place * step, place * step + width))
}

/** Finds the marks by encoding a letter with them and without. */
function readFrame(tokenizer: PreTrainedTokenizer, second: string | null): Frame {
  const plain = (text: string) => tokenizer.encode(text, { add_special_tokens: false })
  const framed = tokenizer('a', { text_pair: second, return_tensor: false, return_token_type_ids: true })
  const { input_ids: ids, token_type_ids: types = [] } = framed as { input_ids: number[]; token_type_ids?: number[] }
  const first = plain('a')
  const start = findSequence(ids, first, 0)
  const firstEnd = start + first.length
  if (second === null) {
    return { before: ids.slice(0, start), between: [], after: ids.slice(firstEnd), secondType: 0, betweenType: 0 }
  }
  const other = plain(second)
  const secondStart = findSequence(ids, other, firstEnd)
  return {
    before: ids.slice(0, start),
    between: ids.slice(firstEnd, secondStart),
    after: ids.slice(secondStart + other.length),
    secondType: types[secondStart] ?? 0,
    betweenType: types[firstEnd] ?? 0,
  }
}

function findSequence(ids: readonly number[], wanted: readonly number[], from: number): number {
  for (let start = from; start + wanted.length <= ids.length; start++) {
    if (wanted.every((id, index) => ids[start + index] === id)) return start
  }
  throw new Error('the tokeniser frames texts in an unknown way')
}

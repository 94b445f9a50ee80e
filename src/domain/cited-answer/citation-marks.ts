import { splitSentences } from '../sentences.ts'

/** Words that models put before a number: `[Source 2]`. */
const sourceWords = 'sources?|refs?|quellen?|fuentes?|fontes?|источник|来源|來源|出典|(?:ال)?مصدر'
const number = String.raw`(?:\^|(?:${sourceWords})[ .:：]{0,2})?\d{1,3}`
const numbers = String.raw`(${number}(?:\s*(?:[,;、，–-]|and|&)\s*${number})*)`
/**
 * Numbers in brackets, with the space before them: [1], [1, 3], [2-4], [^1], [Source 2], [[1]], \[1\], ［1］, 【1†source】. No
 * link. A year in brackets is a part of the text.
 */
const mark = String.raw`((?:(?<![ \t])[ \t]+)?)(?:\[\[${numbers}\]\]|\\\[${numbers}\\\]|[[【［]${numbers}(?:†[^\]】\n]{0,40})?[\]】］])(?!\()`
/** What decides whether brackets cite: code and formulas, and the blank line that ends those which nobody closed. */
const token = new RegExp(String.raw`${mark}|(${'`'}+|~{3,})|(\$\$)|\n[ \t]*\n`, 'giu')
/** An end of a text that may be the beginning of any of these. */
const openEnd =
  /(?:[ \t]*[[\\【［]{1,2}[\p{L}^.:：\d\s,;、，&–-]{0,60}(?:†[^\]】\n]{0,40})?[\]\\】］]{0,2}|`+|~+|\$+|[ \t\n]+)$/u
const longestOpenEnd = 120

/** A fence of code is three of them or more; in a row of text one or two. */
const leastFence = 3
/** Citations of one mark: `[1-20]` is none that anybody can follow. */
const mostOfOneMark = 10
const longestClaim = 1_500

/**
 * Chooses the citations of a mark.
 *
 * @param sources numbers as the model wrote them
 * @param claim the sentence so far that they stand behind
 * @returns numbers as they are to be written; none takes the mark away
 */
export type ResolveMark = (sources: readonly number[], claim: string) => number[]

/** Text on its way from a model, with marks that say what is cited here. */
export type MarkRewriter = {
  /** The next piece; answers with what is certain of the text by now. */
  push(text: string): string
  /** What was held back. */
  end(): string
}

/**
 * Puts citations in the place of a model's marks while its text arrives in pieces of any length, so that nothing that was
 * shown has to change later. Code and formulas stay as they are.
 */
export function createMarkRewriter(resolve: ResolveMark): MarkRewriter {
  let held = ''
  /** The text so far, as far back as a claim may begin. */
  let behind = ''
  let inside: Inside = null

  function note(text: string): string {
    behind = (behind + text).slice(-longestClaim)
    return text
  }

  function rewrite(text: string, certain: number): string {
    let done = ''
    let at = 0
    for (const found of text.matchAll(token)) {
      const [whole, space = '', doubled, escaped, single, fence = '', formula] = found
      if (found.index + whole.length > certain) break
      done += note(text.slice(at, found.index))
      at = found.index + whole.length
      const written = doubled ?? escaped ?? single
      if (written === undefined) inside = after(inside, { fence, isFormula: formula !== undefined })
      else if (inside === null && !(text[at] === ':' && isLineBegun(behind))) {
        const cited = resolve(readNumbers(written), claimAtEnd(behind))
        done += note(cited.length === 0 ? '' : space + cited.map((number) => `[${number}]`).join(''))
        continue
      }
      done += note(whole)
    }
    return done + note(text.slice(at, certain))
  }

  return {
    push(text) {
      const all = held + text
      const open = openEnd.exec(all.slice(-longestOpenEnd))?.[0].length ?? 0
      const certain = all.length - open
      held = all.slice(certain)
      return rewrite(all, certain)
    },
    end() {
      const rest = held
      held = ''
      return rewrite(rest, rest.length)
    },
  }
}

type Inside = { kind: 'code'; fence: string } | { kind: 'formula' } | null

/** What the text is inside of after a token that is no mark. */
function after(inside: Inside, { fence, isFormula }: { fence: string; isFormula: boolean }): Inside {
  if (fence !== '') {
    if (inside === null) return { kind: 'code', fence }
    if (inside.kind === 'formula') return inside
    const closes = inside.fence.length < leastFence ? fence === inside.fence : fence.startsWith(inside.fence)
    return closes ? null : inside
  }
  if (isFormula) return inside === null ? { kind: 'formula' } : inside.kind === 'formula' ? null : inside
  // A blank line: only a fence goes over it.
  return inside?.kind === 'code' && inside.fence.length >= leastFence ? inside : null
}

/** Where a mark with a colon behind it defines an address or a footnote. */
function isLineBegun(behind: string): boolean {
  return /(?:^|\n)[ \t]*$/u.test(behind.slice(-longestClaim))
}

function readNumbers(text: string): number[] {
  const numbers = [...text.matchAll(/(\d+)(?:\s*[–-]\s*\D{0,12}(\d+))?/gu)].flatMap(([, first, last = first]) => {
    const [from, to] = [Number(first), Number(last)]
    return Array.from({ length: Math.min(mostOfOneMark, Math.max(1, to - from + 1)) }, (_, place) => from + place)
  })
  return [...new Set(numbers)].slice(0, mostOfOneMark)
}

/** The sentence that a text ends with, or the one before a mark that stands on a line of its own. */
function claimAtEnd(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? ''
  const plain = line.replace(/\[\d{1,3}\]/gu, '').replace(/^[\s>]*(?:[-*+•]|\d+[.)])\s+|\|/gu, ' ')
  const last = splitSentences(plain, 0).at(-1)
  return last === undefined ? '' : plain.slice(last.start, last.end)
}

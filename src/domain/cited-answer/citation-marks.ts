import { splitSentences } from '../sentences.ts'

/**
 * Numbers in brackets, with the space before them: [1], [1, 3], [2-4], 【1†source】. No link, and no definition of one. A
 * year in brackets is a part of the text.
 */
const mark = String.raw`([ \t]*)[[【](\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)(?:†[^\]】\n]{0,40})?[\]】](?![(:])`
/** What decides whether brackets cite: code and formulas, and the blank line that ends those which nobody closed. */
const token = new RegExp(String.raw`${mark}|(${'`'}+)|(\$\$)|\n[ \t]*\n`, 'gu')
/** An end of a text that may be the beginning of any of these. */
const openEnd = /(?:[ \t]*[[【][\d\s,;–-]{0,60}(?:†[^\]】\n]{0,40})?[\]】]?|`+|\$+|[ \t\n]+)$/u
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
  let inside: { kind: 'code'; ticks: number } | { kind: 'formula' } | null = null

  function note(text: string): string {
    behind = (behind + text).slice(-longestClaim)
    return text
  }

  function rewrite(text: string, certain: number): string {
    let done = ''
    let at = 0
    for (const found of text.matchAll(token)) {
      const [whole, space = '', numbers, ticks, formula] = found
      if (found.index + whole.length > certain) break
      done += note(text.slice(at, found.index))
      at = found.index + whole.length
      if (numbers !== undefined && inside === null) {
        const cited = resolve(readNumbers(numbers), claimAtEnd(behind))
        done += note(cited.length === 0 ? '' : space + cited.map((number) => `[${number}]`).join(''))
        continue
      }
      inside = after(inside, {
        ticks: ticks?.length ?? 0,
        isFormula: formula !== undefined,
        isMark: numbers !== undefined,
      })
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

type Inside = { kind: 'code'; ticks: number } | { kind: 'formula' } | null

/** What the text is inside of after a token. */
function after(inside: Inside, found: { ticks: number; isFormula: boolean; isMark: boolean }): Inside {
  const { ticks, isFormula, isMark } = found
  if (isMark) return inside
  if (ticks > 0) {
    if (inside === null) return { kind: 'code', ticks }
    if (inside.kind === 'formula') return inside
    const closes = inside.ticks < leastFence ? ticks === inside.ticks : ticks >= inside.ticks
    return closes ? null : inside
  }
  if (isFormula) return inside === null ? { kind: 'formula' } : inside.kind === 'formula' ? null : inside
  // A blank line: only a fence goes over it.
  return inside?.kind === 'code' && inside.ticks >= leastFence ? inside : null
}

function readNumbers(text: string): number[] {
  const numbers = text.split(/[,;]/u).flatMap((part) => {
    const [from = 0, to = from] = part.split(/[–-]/u).map(Number)
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

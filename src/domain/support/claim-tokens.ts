import { isStopWord } from '../stop-words.ts'
import { comparableStem, foldWord } from '../words.ts'
import { plainForm } from './irregular-forms.ts'
import { meaningsOf } from './phrases.ts'
import { findQuantities, type Quantity } from './quantities.ts'
import { isKnownWord, keysOf } from './synonyms.ts'

/** A word of a sentence as a claim is made of it. */
export type ClaimToken = {
  text: string
  /** In UTF-16 code units of the sentence, half-open. */
  start: number
  end: number
  stem: string
  /** Two words may mean the same when they have a key in common; see synonyms.ts. */
  keys: readonly string[]
  /** Says something: no stop word, no word that only carries others, no part of a number. */
  isContent: boolean
  /** May stand for a word of a claim: one that says something, or a verb that carries others. */
  isSpoken: boolean
  isName: boolean
  /** Counts from 0; a new one begins at a comma, a bracket and a word that joins. */
  clause: number
}

export type ClaimTokens = { tokens: ClaimToken[]; quantities: Quantity[] }

const word =
  /\b[Ee]-[Mm]ail(?:s|ed|ing)?\b|[\p{L}\p{N}\p{Co}](?:[\p{L}\p{N}\p{Co}\p{M}]|(?<=\p{Lu})\.(?=\p{Lu})|['’](?=\p{L}))*/gu

/** Words that carry others, and words of texts about texts: they claim nothing themselves. */
const carriers = new Set(
  `according also however therefore additionally furthermore moreover meanwhile thus hence besides although though
  despite while whereas whether since because yet still even just merely simply quite rather very really indeed
  respectively namely specifically particularly especially notably generally usually typically
  several various many much lot lots number certain particular given
  make makes made making take takes took taken taking get gets got getting put puts go goes went going come comes came
  become becomes became use uses used using let lets keep keeps do does did done doing have has having be been being
  may might must shall should would could can cannot able per via upon within without onto toward towards among amongst
  across along around behind beside besides beyond except inside near off outside past throughout unlike versus
  said says say saying state states stated stating mention mentions mentioned describe describes described note notes noted
  author authors text document documents paper study article report passage source sources work result results
  way ways thing things one ones another every instead like ie eg etc
  well new there need needs longer shorter later sooner earlier greater fewer away still front
  up down out long mr mrs ms miss dr prof`.split(/\s+/u),
)

const opensClause =
  /^(?:and|but|or|nor|which|who|whom|whose|that|because|while|whereas|although|though|so|where|when|after|before|as|since|if|unless|until|with|thus|thereby|despite)$/iu

/** What stands before a name and is none. */
const titles =
  /^(?:mr|mrs|ms|dr|prof|professor|sir|dame|lady|lord|president|king|queen|january|february|march|april|may|june|july|august|september|october|november|december|first|second|third|fourth|fifth|last|next)$/iu

/** The words of a sentence with what they are for. Any text is taken; one without a letter or digit has none. */
export function readClaim(sentence: string): ClaimTokens {
  const quantities = findQuantities(sentence)
  const tokens: ClaimToken[] = []
  let clause = 0
  let before = 0
  for (const { 0: text, index: start } of sentence.matchAll(word)) {
    const end = start + text.length
    const between = sentence.slice(before, start)
    before = end
    if (tokens.length > 0 && (/[,;:()[\]—–]|\s-\s/u.test(between) || opensClause.test(text))) clause += 1
    const bare = foldWord(text.replace(/['’]s?$|['’].*$|(?<=^[Ee])-/u, ''))
    // `the left lung` has not been left.
    const isSide =
      bare === 'left' && /\b(?:the|his|her|its|their|your|my|on|upper|lower)\s+$/iu.test(sentence.slice(0, start))
    const stem = comparableStem(isSide ? bare : plainForm(bare))
    const isNumber = quantities.some((quantity) => start < quantity.end && end > quantity.start)
    const isContent =
      !isNumber && bare.length > 1 && !isStopWord(bare) && !carriers.has(bare) && !/^\p{N}+$/u.test(bare)
    const isSpoken = isContent || (!isNumber && bare.length > 1 && carriers.has(bare) && !isStopWord(bare))
    const keys = keysOf(stem, bare)
    tokens.push({ text, start, end, stem, keys, isContent, isSpoken, isName: false, clause })
  }
  addMeanings(tokens)
  for (const [place, token] of tokens.entries()) token.isName = isName(sentence, tokens, place)
  return { tokens, quantities }
}

/** A verb with its small word may stand for other verbs, and they for it. */
function addMeanings(tokens: readonly ClaimToken[]): void {
  const words = tokens.map(({ text }) => foldWord(text))
  for (const [place, token] of tokens.entries()) {
    const meanings = meaningsOf(words.slice(place, place + 6))
    if (meanings.length === 0) continue
    token.keys = [...token.keys, ...new Set(meanings.flatMap((stem) => keysOf(stem)))]
    token.isSpoken = true
  }
}

function isName(sentence: string, tokens: readonly ClaimToken[], place: number): boolean {
  const token = tokens[place]
  if (token === undefined || !token.isContent || titles.test(token.text)) return false
  if (/\p{L}/u.test(token.text) && /\p{N}/u.test(token.text)) return true
  if (!/^\p{Lu}/u.test(token.text)) return false
  if (/\p{Lu}.*\p{Lu}/u.test(token.text)) return true
  const isOpening = place === 0 || /[.!?:"“]\s*$/u.test(sentence.slice(0, token.start))
  if (!isOpening) return true
  if (/['’]s$/u.test(token.text) && !isKnownWord(token.stem)) return true
  // A sentence's first word is large anyway: a name when another follows at once.
  const next = tokens[place + 1]
  const follows = next !== undefined && /^\s$/u.test(sentence.slice(token.end, next.start))
  return follows && next.isContent && /^\p{Lu}/u.test(next.text) && !isKnownWord(token.stem)
}

import type { ClaimToken } from './claim-tokens.ts'

/** A word that turns round what follows it. */
export type Negation = {
  /** Place among the sentence's words. */
  place: number
  /** Places of what it turns round: the next words that say something, in its clause. */
  scope: number[]
  /** `not` and its kind; others, such as `fail` and `without`, may turn something round. */
  isPlain: boolean
  /** Part of the word itself, as in `impossible`. */
  isAffix: boolean
  /** Turns something round now and then only: `only`, `rather`. */
  isSoft: boolean
  /** Under a condition it is so: `not without`, `not unless`. */
  isLifted: boolean
}

const plain = /^(?:not|no|non|never|none|neither|nor|cannot|nobody|nothing|nowhere|\p{L}+n['’]t)$/iu
const hidden =
  /^(?:without|hardly|rarely|seldom|barely|scarcely|unable|impossible|fail(?!ure)\p{L}*|apolog\p{L}*|clear|away|lack\p{L}*|absen\p{L}+|miss\p{L}*|refus\p{L}*|den(?:y|ies|ied|ying)|prevent\p{L}*|avoid\p{L}*|neglect\p{L}*|negligible|ignor\p{L}*|exclud\p{L}*|omit\p{L}*|instead|unlike|except|free|little|few|stop\p{L}*|ceas\p{L}*|longer|off|reject\p{L}*|zero|forbid\p{L}*|ban|bans|banned|barred|disallow\p{L}*|prohibit\p{L}*|independent\p{L}*|unaffected|unchanged|constant|only|rather|unknown|yet|beyond|insufficient|inadequate|less|than|otherwise|drop|drops|dropped|discontinu\p{L}+|abolish\p{L}*|cancel\p{L}*|withdr[ae]w\p{L}*|eliminat\p{L}+|exempt\p{L}*|waive\p{L}*|separate\p{L}*)$/iu
const soft = /^(?:only|than|rather|beyond|separate\p{L}*|otherwise|longer)$/iu
const affixed = /^(?:un|non|in|im|ir|il|dis|mis)\p{L}{4,}$|^\p{L}{3,}less(?:ly|ness)?$/iu

/** What `not` and `no` go on to when they turn nothing round. */
const harmless =
  /^(?:only|further|farther|higher|lower|older|younger|larger|bigger|smaller|greater|shorter|just|merely|doubt|more|less|fewer|later|earlier|matter|necessarily|surprisingly|\p{N}+)$/iu

/** What lets something be after all. */
export const lifting = /^(?:without|unless|until|except)$/iu

/** Words that a negation goes past. */
const passed = /^(?:longer|more|yet|ever|even|anymore|only|always|necessarily)$/iu

const reach = 3

const known = new WeakMap<readonly ClaimToken[], readonly Negation[]>()

/** The words of a sentence that turn something round, in order. A sentence is read once, however often it is asked for. */
export function findNegations(tokens: readonly ClaimToken[]): readonly Negation[] {
  const found = known.get(tokens) ?? readNegations(tokens)
  known.set(tokens, found)
  return found
}

function readNegations(tokens: readonly ClaimToken[]): Negation[] {
  return tokens.flatMap(({ text }, place): Negation[] => {
    const next = tokens[place + 1]
    if (plain.test(text)) {
      if (/^(?:not|no)$/iu.test(text) && next !== undefined && harmless.test(next.text)) return []
      return [
        {
          place,
          scope: scopeOf(tokens, place),
          isPlain: true,
          isAffix: false,
          isSoft: false,
          isLifted: isLifted(tokens, place),
        },
      ]
    }
    if (hidden.test(text)) {
      const isSoft = soft.test(text)
      return [{ place, scope: scopeOf(tokens, place), isPlain: false, isAffix: false, isSoft, isLifted: false }]
    }
    if (isOutOf(tokens, place)) {
      return [{ place, scope: scopeOf(tokens, place), isPlain: true, isAffix: false, isSoft: false, isLifted: false }]
    }
    return affixed.test(text)
      ? [{ place, scope: [place], isPlain: false, isAffix: true, isSoft: false, isLifted: false }]
      : []
  })
}

/** `out of stock`, `out of order`. */
function isOutOf(tokens: readonly ClaimToken[], place: number): boolean {
  const [out = '', of = '', what = ''] = tokens.slice(place, place + 3).map(({ text }) => text)
  const isLacking = /^(?:stock|order|service|use|work|print|reach|town|office|date|business)$/iu.test(what)
  return /^out$/iu.test(out) && /^of$/iu.test(of) && isLacking
}

function isLifted(tokens: readonly ClaimToken[], place: number): boolean {
  return tokens.slice(place + 1, place + 1 + 2 * reach).some(({ text }) => lifting.test(text))
}

/** The next words that say something; a verb before an object goes with it, and no clause is left. */
function scopeOf(tokens: readonly ClaimToken[], place: number): number[] {
  const scope: number[] = []
  const clause = tokens[place]?.clause ?? 0
  for (let at = place + 1; at < tokens.length && scope.length < reach; at++) {
    const token = tokens[at]
    if (token === undefined || token.clause > clause + (scope.length === 0 ? 1 : 0)) break
    if (token.isContent && !passed.test(token.text)) scope.push(at)
  }
  return scope
}

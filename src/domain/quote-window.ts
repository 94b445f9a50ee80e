import type { QuoteUnit } from './quote-units.ts'

/** A quote grows to this many characters at most for the sake of being readable; a single unit may be longer. */
const longestQuote = 1_200
/** Prose goes on in its paragraph until about this much is there, three sentences at most. */
const easyQuote = 320
const easySentences = 3
/** From this length on, an item of a list can be understood without the others. */
const easyItem = 30

/** Units from `first` to `last`, both included. */
export type QuoteWindow = { first: number; last: number }

/** Words that point at the sentence before. */
const pointsBack =
  /^(?:this|that|these|those|it|its|they|their|he|she|such|however|therefore|thus|also|then|next|finally|but|and|or|so|otherwise|instead|alternatively)\b/iu

/**
 * A window that can be understood on its own. What a colon announces comes with it; a list, table or piece of code comes
 * with the sentence before; the items of a list stay together; a sentence that points back ("This …") brings the one
 * before; a short sentence goes on in its paragraph. With `wholeSteps`, a section that is short enough comes as a whole,
 * and of a longer one the steps that follow. With `itemsAlone`, an item that is long enough to be understood comes without
 * the others of its list. Headings end a window.
 */
export function makeReadable(
  units: readonly QuoteUnit[],
  window: QuoteWindow,
  options: { wholeSteps: boolean; itemsAlone: boolean },
): QuoteWindow {
  let { first, last } = window
  const size = () => (units[last]?.end ?? 0) - (units[first]?.start ?? 0)
  const fits = (unit: QuoteUnit | undefined): unit is QuoteUnit =>
    unit !== undefined && unit.kind !== 'heading' && size() + unit.text.length <= longestQuote

  if (options.wholeSteps) {
    const section = sectionAround(units, window)
    const length = (units[section.last]?.end ?? 0) - (units[section.first]?.start ?? 0)
    if (length <= longestQuote) return section
  }
  const isAlone = options.itemsAlone && size() >= easyItem
  const needs = (unit: QuoteUnit | undefined, before: QuoteUnit | undefined) =>
    isAlone && isRun(before, unit) ? false : needsBefore(unit, before)
  while (fits(units[first - 1]) && needs(units[first], units[first - 1])) first -= 1
  for (let next = units[last + 1]; fits(next); next = units[last + 1]) {
    const current = units[last]
    if (current === undefined) break
    const isShort = size() < easyQuote && last - first + 1 < easySentences && current.block === next.block
    const isNextStep = options.wholeSteps && (isFollower(next) || announces(next) || isFollower(current))
    if (!(announces(current) || (isRun(current, next) && !isAlone) || isShort || isNextStep)) break
    last += 1
  }
  // A window that ends with an announcement of what no longer fits would promise too much.
  while (last > window.last && announces(units[last])) last -= 1
  return { first, last }
}

/** What stands between the heading above a window and the next one. */
function sectionAround(units: readonly QuoteUnit[], { first, last }: QuoteWindow): QuoteWindow {
  const before = units.findLastIndex((unit, place) => place < first && unit.kind === 'heading')
  const after = units.findIndex((unit, place) => place > last && unit.kind === 'heading')
  return { first: before + 1, last: after < 0 ? units.length - 1 : after - 1 }
}

function needsBefore(unit: QuoteUnit | undefined, before: QuoteUnit | undefined): boolean {
  if (unit === undefined || before === undefined) return false
  if (unit.kind === 'list-item') return isRun(before, unit) || announces(before)
  if (unit.kind === 'code' || unit.kind === 'table') return before.kind !== 'code' && before.kind !== 'table'
  return pointsBack.test(unit.text) && before.kind !== 'code' && before.kind !== 'table'
}

function isFollower(unit: QuoteUnit | undefined): boolean {
  return unit?.kind === 'list-item' || unit?.kind === 'code' || unit?.kind === 'table'
}

function announces(unit: QuoteUnit | undefined): boolean {
  return unit !== undefined && unit.kind !== 'heading' && unit.kind !== 'code' && /[:：]$/u.test(unit.text)
}

function isRun(unit: QuoteUnit | undefined, next: QuoteUnit | undefined): boolean {
  return unit?.kind === 'list-item' && next?.kind === 'list-item'
}

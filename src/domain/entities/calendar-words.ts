import { foldWord } from '../language/fold-word.ts'

/** Languages that dates are read in: those that the parts of Diwan that know languages know, and the larger ones beside. */
const languages =
  'en de fr es pt it nl sv da nb fi pl cs sk hu ro bg hr sl et lv lt el tr ru uk ca id vi ar fa he hi'.split(' ')

/** A folded word with the number of the month that it names, in any of the languages; none that two months share. */
export const monthNumbers: ReadonlyMap<string, number> = makeMonths()

/** Folded names of months and days of the week: capitals make no names of them. */
export const calendarWords: ReadonlySet<string> = new Set([...monthNumbers.keys(), ...makeDays()])

function namesOf(language: string, options: Intl.DateTimeFormatOptions, date: Date): string[] {
  const calendar = { calendar: 'gregory', timeZone: 'UTC' } as const
  const format = new Intl.DateTimeFormat(language, { ...options, ...calendar })
  // Within a date many languages inflect the name.
  const inDate = new Intl.DateTimeFormat(language, { ...options, ...calendar, day: 'numeric' })
  const type = 'month' in options ? 'month' : 'weekday'
  return [format, inDate]
    .map((each) => each.formatToParts(date).find((part) => part.type === type)?.value ?? '')
    .map((name) => foldWord(name.replace(/\.$/u, '')))
    .filter((name) => /^[\p{L}\p{M}]{3,}$/u.test(name))
}

function makeMonths(): Map<string, number> {
  const found = new Map<string, number>([['sept', 9]])
  const shared = new Set<string>()
  for (const language of languages) {
    for (let month = 1; month <= 12; month += 1) {
      for (const length of ['long', 'short'] as const) {
        for (const name of namesOf(language, { month: length }, new Date(Date.UTC(2024, month - 1, 15)))) {
          if ((found.get(name) ?? month) !== month) shared.add(name)
          else found.set(name, month)
        }
      }
    }
  }
  return new Map([...found].filter(([name]) => !shared.has(name)))
}

function makeDays(): string[] {
  return languages.flatMap((language) =>
    [1, 2, 3, 4, 5, 6, 7].flatMap((day) => namesOf(language, { weekday: 'long' }, new Date(Date.UTC(2024, 0, day)))),
  )
}

// Line feed and tab stay. The rest of C0, DEL and C1 would reach terminals as escape sequences or end C strings.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it takes away
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g

/**
 * Makes any string fit for the canonical text without changing its length: control characters become spaces, lone
 * surrogates U+FFFD. Line ends must already be `\n`.
 */
export function cleanText(text: string): string {
  return text.replace(controls, ' ').toWellFormed()
}

/** All kinds of line ends become `\n`: CRLF, CR, form feed, vertical tab, NEL, and Unicode's line and paragraph ends. */
export function unifyLineEnds(text: string): string {
  return text.replace(/\r\n?|[\f\v\u0085\u2028\u2029]/g, '\n')
}

/** Runs of white space become one space, except no-break spaces, which count as white space here too. */
export function collapseSpaces(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ')
}

const longestTitle = 500

/** One line of at most 500 characters for a title, or null when nothing is left of it. */
export function tidyTitle(title: string | null | undefined): string | null {
  const line = collapseSpaces(cleanText(title ?? '')).trim()
  return line === '' ? null : line.slice(0, longestTitle).toWellFormed()
}

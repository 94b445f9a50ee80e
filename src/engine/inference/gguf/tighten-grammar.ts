/**
 * A grammar of llama.cpp's runtime for JavaScript, with what it allows too much of taken out: exponents, which make
 * infinities and integers that are none; lines and indents, which only take room; and where `bound` says that there is
 * little of that, texts without end (names of properties, which no schema limits) and numbers of 32 digits.
 */
export function tightenGrammar(grammar: string, bound: number | null): string {
  const tight = grammar.replaceAll(exponent, '').replaceAll(indent, '').replaceAll(line, '')
  if (bound === null) return tight
  return tight
    .replaceAll('string-char-rule*', `string-char-rule{0,${bound}}`)
    .replaceAll('[0-9]{0,15}', '[0-9]{0,5}')
    .replaceAll('[0-9]{1,16}', '[0-9]{1,3}')
}

const exponent = ' ([eE] [-+]? ("0" | [1-9] [0-9]{0,15}))?'
const indent = /\[\\n\] \([^)]*\) \| /g
const line = /\[\\n\] \| /g

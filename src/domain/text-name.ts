const mostWords = 8
const mostCharacters = 60

/** What a text is called by its first words; markup and what no file name has are left out. */
export function nameText(text: string): string {
  const first = text
    .slice(0, 2_000)
    .split('\n')
    .map(plainLine)
    .find((line) => /[\p{L}\p{N}]/u.test(line))
  const words = (first ?? '').split(' ').slice(0, mostWords)
  while (words.length > 1 && words.join(' ').length > mostCharacters) words.pop()
  const name = [...words.join(' ')]
    .slice(0, mostCharacters)
    .join('')
    .replace(/[\s.,;:!?…–—-]+$/u, '')
  return name === '' ? 'Text' : name
}

function plainLine(line: string): string {
  return (
    line
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is one line
      .replace(/[\0-\x1f\x7f"*<>|/\\`#_~\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ')
      .replace(/^[\s>+=-]+/, '')
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

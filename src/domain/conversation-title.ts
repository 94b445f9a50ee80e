const longest = 80

/** A conversation's first title: the question's first line, cut at a word. */
export function conversationTitle(question: string): string {
  const line = question.trim().split(/\r?\n/, 1)[0]?.replace(/\s+/g, ' ') ?? ''
  if (line.length <= longest) return line
  const cut = line.slice(0, longest)
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > longest / 2 ? cut.slice(0, lastSpace) : cut).toWellFormed()}…`
}

import type { AnswerSentence, Citation } from '../../../contract/chat.ts'

/** Sentences that stand in one place of one document. */
export type Passage = { page: number | null; headingPath: readonly string[]; sentences: readonly AnswerSentence[] }

/** What an answer quotes from one document, in the order of the answer. `document` is null for what quotes nothing. */
export type DocumentQuotes = { document: Citation | null; passages: readonly Passage[] }

/** Groups an answer's sentences by the document, and within it by the place, that their first citation names. */
export function groupByDocument(
  sentences: readonly AnswerSentence[],
  citations: readonly Citation[],
): readonly DocumentQuotes[] {
  const groups = new Map<string, { document: Citation | null; passages: (Passage & { key: string })[] }>()
  for (const sentence of sentences) {
    const first = citations[sentence.citations[0] ?? -1] ?? null
    const group = groups.get(first?.documentId ?? '') ?? { document: first, passages: [] }
    groups.set(first?.documentId ?? '', group)
    const key = JSON.stringify([first?.page, first?.headingPath])
    const last = group.passages.at(-1)
    if (last?.key === key) {
      group.passages[group.passages.length - 1] = { ...last, sentences: [...last.sentences, sentence] }
    } else {
      group.passages.push({
        key,
        page: first?.page ?? null,
        headingPath: first?.headingPath ?? [],
        sentences: [sentence],
      })
    }
  }
  return [...groups.values()]
}

/** An answer as Markdown: the quotes with their numbers, then the numbered sources. */
export function toMarkdown(sentences: readonly AnswerSentence[], citations: readonly Citation[]): string {
  const quotes = groupByDocument(sentences, citations).flatMap(({ document, passages }) => [
    ...(document === null ? [] : [`**${document.title}**`]),
    ...passages.map((passage) => {
      const text = passage.sentences
        .map((sentence) => [sentence.text, ...sentence.citations.map((index) => `[${index + 1}]`)].join(' '))
        .join(' ')
      return document === null ? text : text.replace(/^/gm, '> ')
    }),
  ])
  const sources = citations.map(
    (citation, index) =>
      `[${index + 1}] ${[citation.document, ...citation.headingPath, ...(citation.page === null ? [] : [`p. ${citation.page}`])].join(' › ')}`,
  )
  return [...quotes, sources.join('\n')].join('\n\n')
}

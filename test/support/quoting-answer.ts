import type { Answer } from '../../src/contract/answers.ts'

export type TestQuote = { documentId: string; title: string; quote: string }

/** An answer of quotes, a sentence and a citation each, as the store keeps one. */
export function answerOf(quotes: readonly TestQuote[]): Answer {
  const place = { libraryId: quotes[0]?.documentId ?? '', type: 'markdown', page: null, line: null, score: 1 } as const
  return {
    answer: quotes.map(({ quote }) => quote).join('\n\n'),
    mode: 'extractive',
    sentences: quotes.map(({ quote }, index) => ({
      text: quote,
      citations: [index],
      support: 'quoted' as const,
      doubts: [],
    })),
    citations: quotes.map(({ documentId, title, quote }) => ({
      ...{ ...place, documentId, title, quote, document: title, uri: `upload:${title}`, headingPath: [title] },
      ...{ start: 0, end: quote.length },
    })),
    timings: {},
    cost: { currency: 'USD', nanoDollars: 0, estimated: false, inputTokens: 0, outputTokens: 0 },
    ...{ coverage: null, reused: null, understoodAs: null, notices: [], generation: null },
  }
}

import { Answer, type Citation } from '../../../contract/answers.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

/** Stands in an answer where words of an erased document stood. */
export const erasedWords = '[…]'

/** What is gone, and of what a model was given for the answer beside its citations. */
export type Redaction = { erased: ReadonlySet<string>; sources: readonly string[] }

/**
 * An answer without what it has of erased documents: their quotes, names, titles, addresses and headings, and every
 * sentence that rests on one of them, which may repeat its words. The question, the other sentences and the fact that
 * something was cited stay. Of an answer that a model wrote with such a document before it, sentences that cite nothing
 * may rest on it as well, and what the model thought.
 */
export function redactAnswer(answer: Answer, { erased, sources }: Redaction): Answer {
  const places = answer.citations.map(({ documentId }) => erased.has(documentId))
  const wasGiven = sources.some((documentId) => erased.has(documentId))
  if (!wasGiven && !places.includes(true)) return answer
  const sentences = answer.sentences.map((sentence) => {
    const rests = sentence.citations.some((place) => places[place])
    const mayRest = answer.generation !== null && sentence.citations.length === 0
    return rests || mayRest
      ? { ...sentence, text: erasedWords, doubts: sentence.doubts.map(({ kind }) => ({ kind, text: '' })) }
      : sentence
  })
  return {
    ...answer,
    sentences,
    citations: answer.citations.map((citation, place) => (places[place] ? redactCitation(citation) : citation)),
    answer: sentences.length === 0 ? erasedWords : sentences.map(({ text }) => text).join('\n\n'),
    generation: answer.generation && { ...answer.generation, reasoning: null },
  }
}

function redactCitation(citation: Citation): Citation {
  return { ...citation, document: '', title: '', uri: '', headingPath: [], quote: '' }
}

/** Erased documents, by their ids. */
export function findErased(connection: ReadConnection, documentIds: readonly string[]): Set<string> {
  const rows = connection.all<{ id: string }>(
    'eraseQuotes.erased',
    `SELECT DISTINCT document_id AS id FROM erased_documents
     WHERE document_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(documentIds)],
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Messages that still have words of a document of this erasure: answers that quote it, and those that a model wrote, or
 * began to write, with it. `quotes` counts what will be redacted. A look through all answers.
 */
export function findQuoting(connection: ReadConnection, erasure: number): { id: string; quotes: number }[] {
  return connection.all(
    'eraseQuotes.find',
    `WITH gone AS (SELECT document_id FROM erased_documents WHERE erasure = ?)
     SELECT id, sum(quotes) AS quotes FROM (
       SELECT m.id, count(*) AS quotes FROM messages m, json_each(m.answer, '$.citations') c
       WHERE m.answer IS NOT NULL AND c.value ->> 'quote' <> '' AND c.value ->> 'documentId' IN gone GROUP BY m.id
       UNION ALL
       SELECT m.id, 0 FROM messages m WHERE m.sources <> '[]'
         AND EXISTS (SELECT 1 FROM json_each(m.sources) s WHERE s.value IN gone)
     ) GROUP BY id`,
    [erasure],
  )
}

type WrittenRow = { answer: string | null; sources: string }

/** Redacts answers of these messages. Of one that is not whole, all its words go: nobody knows what they rest on. */
export function redactMessages(connection: WriteConnection, messageIds: readonly string[]): void {
  for (const id of messageIds) {
    const row = connection.get<WrittenRow>('eraseQuotes.get', 'SELECT answer, sources FROM messages WHERE id = ?', [id])
    // Its conversation may have been deleted meanwhile.
    if (row === undefined) continue
    const sources = JSON.parse(row.sources) as string[]
    const answer = row.answer === null ? null : Answer.parse(JSON.parse(row.answer))
    const cited = answer?.citations.map(({ documentId }) => documentId) ?? []
    const erased = findErased(connection, [...sources, ...cited])
    if (erased.size === 0) continue
    const redacted = answer && redactAnswer(answer, { erased, sources })
    connection.run('eraseQuotes.save', 'UPDATE messages SET text = ?, answer = ?, sources = ? WHERE id = ?', [
      redacted?.answer ?? erasedWords,
      redacted && JSON.stringify(redacted),
      JSON.stringify(sources.filter((documentId) => !erased.has(documentId))),
      id,
    ])
  }
}

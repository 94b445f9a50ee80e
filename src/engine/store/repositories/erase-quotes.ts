import { Answer, type Citation } from '../../../contract/chat.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

/** Stands in an answer where words of an erased document stood. */
export const erasedWords = '[…]'

/**
 * An answer without what it has of erased documents: their quotes, names, titles, addresses and headings, and every
 * sentence that rests on one of them, which may repeat its words. The question, the other sentences and the fact that
 * something was cited stay.
 */
export function redactAnswer(answer: Answer, isErased: (documentId: string) => boolean): Answer {
  const erased = answer.citations.map(({ documentId }) => isErased(documentId))
  if (!erased.includes(true)) return answer
  const sentences = answer.sentences.map((sentence) =>
    sentence.citations.some((place) => erased[place]) ? { ...sentence, text: erasedWords } : sentence,
  )
  return {
    ...answer,
    sentences,
    citations: answer.citations.map((citation, place) => (erased[place] ? redactCitation(citation) : citation)),
    answer: sentences.map(({ text }) => text).join('\n\n'),
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

/** Messages whose answers still have a quote of a document of this erasure. A look through all answers. */
export function findQuoting(connection: ReadConnection, erasure: number): { id: string; quotes: number }[] {
  return connection.all(
    'eraseQuotes.find',
    `SELECT m.id, count(*) AS quotes FROM messages m, json_each(m.answer, '$.citations') c
     WHERE m.answer IS NOT NULL AND c.value ->> 'quote' <> '' AND c.value ->> 'documentId' IN (
       SELECT document_id FROM erased_documents WHERE erasure = ?) GROUP BY m.id`,
    [erasure],
  )
}

/** Redacts answers of these messages. */
export function redactMessages(connection: WriteConnection, messageIds: readonly string[]): void {
  for (const id of messageIds) {
    const row = connection.get<{ answer: string | null }>(
      'eraseQuotes.get',
      'SELECT answer FROM messages WHERE id = ?',
      [id],
    )
    // Its conversation may have been deleted meanwhile.
    if (row === undefined || row.answer === null) continue
    const answer = Answer.parse(JSON.parse(row.answer))
    const erased = findErased(
      connection,
      answer.citations.map(({ documentId }) => documentId),
    )
    const redacted = redactAnswer(answer, (documentId) => erased.has(documentId))
    connection.run('eraseQuotes.save', 'UPDATE messages SET text = ?, answer = ? WHERE id = ?', [
      redacted.answer,
      JSON.stringify(redacted),
      id,
    ])
  }
}

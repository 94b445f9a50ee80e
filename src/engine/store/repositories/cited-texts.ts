import type { Span } from '../../../contract/common.ts'
import type { ReadConnection } from '../connection.ts'

export const citedTextReads = {
  /** The canonical text at each span; nothing for a document that is gone. Offsets are UTF-16 code units. */
  'citedTexts.read': (
    connection: ReadConnection,
    input: { spans: readonly (Span & { documentId: string })[] },
  ): string[] => {
    const texts = new Map<string, string>()
    for (const documentId of new Set(input.spans.map((span) => span.documentId))) {
      const row = connection.get<{ text: string }>(
        'citedTexts.text',
        'SELECT c.text FROM document_contents c JOIN documents d ON d.key = c.document_key WHERE d.id = ?',
        [documentId],
      )
      texts.set(documentId, row?.text ?? '')
    }
    return input.spans.flatMap(({ documentId, start, end }) => texts.get(documentId)?.slice(start, end) || [])
  },
}

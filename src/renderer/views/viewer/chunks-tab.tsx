import { useQueries } from '@tanstack/react-query'
import type { Span } from '../../../contract/common.ts'
import type { Document } from '../../../contract/document.ts'
import { chunkWindow } from '../../components/chunk-list.tsx'
import { ChunkPages } from '../../components/chunk-pages.tsx'
import { engine } from '../../engine/client.ts'
import { useWindows } from '../../lib/use-windows.ts'

/** The document as the index has it. A piece that is chosen is shown in the document. */
export function ChunksTab({ document, onShow }: { document: Document; onShow(chunk: Span): void }) {
  const windows = useWindows(chunkWindow)
  const pages = useQueries({
    queries: windows.offsets.map((offset) =>
      engine.documents.chunks.queryOptions({ input: { documentId: document.id, offset, limit: chunkWindow } }),
    ),
  })
  return <ChunkPages type={document.type} windows={windows} pages={pages} onShow={onShow} />
}

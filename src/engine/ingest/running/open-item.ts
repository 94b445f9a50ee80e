import { stat } from 'node:fs/promises'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { PendingItem } from '../../store/repositories/job-items.ts'
import { parseRecord, readLine } from '../adding/read-corpus.ts'
import { OriginalDamagedError } from '../originals.ts'
import { isSystemError, toFileError } from '../system-errors.ts'
import { fetchPage } from './fetch-page.ts'
import type { ItemOpening, OpenedItem } from './opened-item.ts'

/** Finds the bytes of an item. What is kept for it until its result is written down is freed with `held`. */
export async function openItem(item: PendingItem, opening: ItemOpening, held: DisposableStack): Promise<OpenedItem> {
  const { source } = item
  const { originals, own } = opening
  try {
    switch (source.kind) {
      case 'path': {
        // The time of what is about to be read; a job may go on days after it listed the file.
        const { mtimeMs } = await stat(source.path)
        return { source: { path: source.path, own }, modifiedAt: Math.max(0, Math.floor(mtimeMs)) }
      }
      case 'upload':
      case 'member':
        return { source: { bytes: await originals.read(source.hash) }, modifiedAt: item.modifiedAt }
      case 'url':
        return await fetchPage({ url: source.url, known: item.known }, opening, held)
      case 'oversized':
        return refuse('FILE_TOO_LARGE', 'refused as it was sent')
      case 'line': {
        const record = parseRecord(await readLine(source))
        if (record === null || record.id !== item.name) return refuse('FILE_CHANGED', 'the corpus was rewritten')
        const { id: _id, ...content } = record
        return { source: { record: content }, modifiedAt: item.modifiedAt }
      }
      case 'refused-member':
        return refuse(source.code, 'could not be taken out of its archive')
      case 'model':
        throw new Error('a model is downloaded, not read')
      case 'stored':
        throw new Error('a stored document is cut anew, not read')
      case 'refused':
        return refuse(source.code, 'refused while listing')
    }
  } catch (error) {
    if (error instanceof OriginalDamagedError) return refuse('FILE_DAMAGED', error.message)
    if (isSystemError(error)) return refuse(toFileError(error), error.code)
    throw error
  }
}

function refuse(code: FileErrorCode, detail: string): OpenedItem {
  return { refused: { status: 'refused', contentHash: null, bytes: 0, code, detail } }
}

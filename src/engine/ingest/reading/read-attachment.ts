import { Failure } from '../../../domain/failure.ts'
import { cleanUploadName } from '../../../domain/upload-name.ts'
import { unpackContent } from '../../store/packed-content.ts'
import { countInParts } from '../chunking/count-tokens.ts'
import { pictureFormat } from '../readers/image/picture-size.ts'
import type { IngestSettings } from '../running/item-trial.ts'
import type { ReadingRoom } from './reading-room.ts'

/** A file for one message as it is kept: its text, and of a picture that models read, the picture. */
export type ReadAttachment = {
  name: string
  kind: 'text' | 'image'
  mediaType: string
  bytes: number
  /** By the cl100k_base tokeniser; null for a picture. */
  tokens: number | null
  /** Of a picture, what was recognised in it. */
  text: string
  data: Uint8Array | null
}

/** Pictures that models take as they are; of others, only what is recognised in them counts. */
const sentAsPicture: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
const mostMegabytes = 50

/**
 * Reads a file as an import would, and keeps nothing of it.
 *
 * @throws Failure ATTACHMENT_UNREADABLE with the code of what is wrong with it; the signal's reason
 */
export async function readAttachment(
  rooms: { readingRoom: ReadingRoom; settings: () => Promise<IngestSettings> },
  file: File,
  signal: AbortSignal,
): Promise<ReadAttachment> {
  const settings = await rooms.settings()
  const name = cleanUploadName(file.name).split('/').at(-1) ?? 'unnamed'
  const data = new Uint8Array(await file.arrayBuffer())
  const bytes = data.length
  const picture = pictureType(data)
  using place = rooms.readingRoom.enter(settings.readers)
  const outcome = await place.pool.read(
    {
      // The view covers its whole buffer, which goes to the reader.
      ...{ bytes: data.slice(), name, maximumBytes: mostMegabytes * 1_048_576 },
      timeoutMs: settings.readTimeoutSeconds * 1_000,
      ocr: settings.ocr ? { languages: settings.ocrLanguages } : null,
    },
    { signal },
  )
  if (picture !== null && outcome.status === 'refused' && outcome.code === 'FILE_NO_TEXT') {
    return { name, kind: 'image', mediaType: picture, bytes, tokens: null, text: '', data }
  }
  if (outcome.status !== 'read') {
    const code = outcome.status === 'refused' ? outcome.code : 'FILE_TYPE_UNSUPPORTED'
    throw new Failure('ATTACHMENT_UNREADABLE', { name, code })
  }
  const { text } = unpackContent(outcome.content)
  if (picture !== null) return { name, kind: 'image', mediaType: picture, bytes, tokens: null, text, data }
  const mediaType = file.type === '' ? 'application/octet-stream' : file.type
  return { name, kind: 'text', mediaType, bytes, tokens: countInParts(text).tokens, text, data: null }
}

/** Told by its content, whatever the file is called. */
function pictureType(data: Uint8Array<ArrayBuffer>): string | null {
  const format = pictureFormat(data)
  const type = format === null ? null : `image/${format}`
  return type !== null && sentAsPicture.has(type) ? type : null
}

import { nameText } from '../../../domain/text-name.ts'
import { cleanUploadName } from '../../../domain/upload-name.ts'
import type { StoredJob } from '../../store/repositories/jobs.ts'
import { addUploads, type UploadRooms } from './add-uploads.ts'

export type AddText = {
  library: string
  /** Without one, the first words of the text. */
  name?: string | undefined
  text: string
}

/**
 * Keeps a text that was typed or pasted as a Markdown file and makes a job that reads it. Another text of the same name
 * gets a number; the same text again is the same document.
 *
 * @throws Failure LIBRARY_NOT_FOUND, DISK_FULL
 */
export async function addText(rooms: UploadRooms, { library, name, text }: AddText): Promise<StoredJob> {
  const bytes = new TextEncoder().encode(text.toWellFormed().replaceAll('\0', '\ufffd'))
  const called = cleanUploadName((name ?? nameText(text)).replaceAll('/', ' '))
  const file = { name: /\.(md|markdown|txt)$/i.test(called) ? called : `${called}.md`, file: new Blob([bytes]) }
  return addUploads(rooms, { library, files: [{ ...file, modifiedAt: Date.now() }], keepOthers: true })
}

import type { FileErrorCode } from '../../../contract/errors.ts'
import type { OcrLanguage } from '../../../contract/settings.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'

/** The bytes of one file. A reader may give `bytes` away (detach them), so they are hashed before it starts. */
export type SourceFile = { name: string; bytes: Uint8Array<ArrayBuffer> }

/** What a reader is told beside the bytes. */
export type ReadContext = {
  /** Languages to recognise pictures of text in; null when that is switched off. */
  ocr: { languages: readonly OcrLanguage[] } | null
  /** To be called after each page that was recognised: each gives the file more time. */
  recognised(): void
}

/** Turns the bytes of one format into a document, or throws a `ReadRefusal`. Any other throw means a damaged file. */
export type Reader = (file: SourceFile, context: ReadContext) => Promise<ExtractedDocument>

/** Why a file is not read: a state of the file, not a fault of Diwan. `detail` holds no text of the document. */
export class ReadRefusal extends Error {
  readonly code: FileErrorCode

  constructor(code: FileErrorCode, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'ReadRefusal'
    this.code = code
  }
}

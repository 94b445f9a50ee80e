import type { FileErrorCode } from '../../../contract/errors.ts'
import type { ExtractedDocument } from '../extracted.ts'

/** The bytes of one file. A reader may give `bytes` away (detach them), so they are hashed before it starts. */
export type SourceFile = { name: string; bytes: Uint8Array<ArrayBuffer> }

/** Turns the bytes of one format into a document, or throws a `ReadRefusal`. Any other throw means a damaged file. */
export type Reader = (file: SourceFile) => Promise<ExtractedDocument>

/** Why a file is not read: a state of the file, not a fault of Diwan. `detail` holds no text of the document. */
export class ReadRefusal extends Error {
  readonly code: FileErrorCode

  constructor(code: FileErrorCode, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'ReadRefusal'
    this.code = code
  }
}

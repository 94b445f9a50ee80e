import { z } from 'zod'

/**
 * Every way a procedure can fail, declared once. A procedure lists the codes it may answer with; anything else that is
 * thrown crosses as `INTERNAL` with a correlation id, and its details stay in the log.
 *
 * `status` is the HTTP status that the REST door answers with.
 */
export const errorCodes = {
  LIBRARY_NOT_FOUND: {
    status: 404,
    message: 'There is no such library.',
    data: z.object({ library: z.string() }),
  },
  LIBRARY_NAME_TAKEN: {
    status: 409,
    message: 'Another library has this name.',
    data: z.object({ name: z.string() }),
  },
  DOCUMENT_NOT_FOUND: {
    status: 404,
    message: 'There is no such document.',
    data: z.object({ documentId: z.string() }),
  },
  DOCUMENT_NOT_READY: {
    status: 409,
    message: 'This document has not been read yet, or could not be read.',
    data: z.object({ documentId: z.string(), state: z.string(), code: z.string().nullable() }),
  },
  ORIGINAL_UNAVAILABLE: {
    status: 410,
    message: 'The original file is gone or has changed since it was read.',
    data: z.object({ documentId: z.string(), reason: z.enum(['missing', 'changed', 'unreadable']) }),
  },
  PATH_NOT_FOUND: {
    status: 404,
    message: 'There is no file or folder at this path.',
    data: z.object({ path: z.string() }),
  },
  PATH_UNREADABLE: {
    status: 403,
    message: 'This file or folder may not be read.',
    data: z.object({ path: z.string() }),
  },
  PATH_UNSUPPORTED: {
    status: 400,
    message: 'This is neither a file nor a folder, not of the kind that was asked for, or belongs to Diwan itself.',
    data: z.object({ path: z.string(), reason: z.string() }),
  },
  FOLDER_NOT_FOUND: {
    status: 404,
    message: 'There is no such bound folder.',
    data: z.object({ folderId: z.string() }),
  },
  FOLDER_OVERLAPS: {
    status: 409,
    message: 'This folder, or one inside or around it, is already bound to the library.',
    data: z.object({ path: z.string(), other: z.string() }),
  },
  CHUNKING_NEEDS_MODEL: {
    status: 409,
    message: 'This way of cutting documents needs an embedding model, and none is installed.',
    data: z.object({ strategy: z.string() }),
  },
  MODEL_NOT_FOUND: {
    status: 404,
    message: 'There is no such model.',
    data: z.object({ modelId: z.string() }),
  },
  MODEL_NOT_INSTALLED: {
    status: 409,
    message: 'This model is not on this machine yet.',
    data: z.object({ modelId: z.string() }),
  },
  MODEL_NAME_TAKEN: {
    status: 409,
    message: 'Another model has this name.',
    data: z.object({ modelId: z.string() }),
  },
  MODEL_INVALID: {
    status: 400,
    message: 'This is no model that Diwan can run.',
    data: z.object({ modelId: z.string(), reason: z.string() }),
  },
  MODEL_IN_USE: {
    status: 409,
    message: 'Libraries use this model.',
    data: z.object({ modelId: z.string(), libraries: z.array(z.string()) }),
  },
  MODEL_FAILED: {
    status: 502,
    message: 'The model did not do its work.',
    data: z.object({ modelId: z.string(), reason: z.string() }),
  },
  MODEL_UNREACHABLE: {
    status: 502,
    message: "The model's server can't be reached, or refuses.",
    data: z.object({ modelId: z.string(), status: z.int().nullable(), reason: z.string() }),
  },
  MODEL_REJECTED: {
    status: 422,
    message: 'The model does not take this request.',
    data: z.object({ modelId: z.string(), status: z.int().nullable(), reason: z.string() }),
  },
  CONTEXT_EXCEEDED: {
    status: 413,
    message: 'This is more than the model can read at once.',
    data: z.object({ modelId: z.string(), tokens: z.int(), maximum: z.int() }),
  },
  BUDGET_EXCEEDED: {
    status: 402,
    message: 'A budget does not allow this call.',
    data: z.object({
      budgetId: z.string(),
      scope: z.string(),
      leftNanoDollars: z.int(),
      /** The worst case of the call. */
      neededNanoDollars: z.int(),
      renewsAt: z.int().nullable(),
    }),
  },
  PRICE_UNKNOWN: {
    status: 409,
    message: 'A budget needs to know what this model costs, and nobody has said.',
    data: z.object({ modelId: z.string() }),
  },
  LOCAL_ONLY: {
    status: 409,
    message: 'What these documents say may not leave this machine, and no model on it can answer.',
    data: z.object({}),
  },
  MODEL_NOT_LOCAL: {
    status: 409,
    message: 'What the documents of this library say may not leave this machine, and this model is on another one.',
    data: z.object({ modelId: z.string(), library: z.string() }),
  },
  PROVIDER_NOT_FOUND: {
    status: 404,
    message: 'There is no such provider.',
    data: z.object({ name: z.string() }),
  },
  PROVIDER_NAME_TAKEN: {
    status: 409,
    message: 'Another provider or model has this name.',
    data: z.object({ name: z.string() }),
  },
  PROVIDER_INVALID: {
    status: 400,
    message: 'A provider can not be like this.',
    data: z.object({ name: z.string(), reason: z.string() }),
  },
  CALL_NOT_FOUND: {
    status: 404,
    message: 'There is no such call in the ledger.',
    data: z.object({ callId: z.string() }),
  },
  PRICE_NOT_FOUND: {
    status: 404,
    message: 'No such price was set here.',
    data: z.object({ model: z.string() }),
  },
  PRICES_INVALID: {
    status: 400,
    message: 'This is no table of prices.',
    data: z.object({ row: z.int().nullable(), reason: z.string() }),
  },
  BUDGET_INVALID: {
    status: 400,
    message: 'A budget can not be like this.',
    data: z.object({ reason: z.string() }),
  },
  BUDGET_NOT_FOUND: {
    status: 404,
    message: 'There is no such budget.',
    data: z.object({ budgetId: z.string() }),
  },
  MESSAGE_NOT_FOUND: {
    status: 404,
    message: 'There is no such message in this conversation.',
    data: z.object({ messageId: z.string() }),
  },
  ATTACHMENT_NOT_FOUND: {
    status: 404,
    message: 'There is no such attachment.',
    data: z.object({ attachmentId: z.string() }),
  },
  ATTACHMENT_UNREADABLE: {
    status: 400,
    message: 'This file can not be read.',
    data: z.object({ name: z.string(), code: z.string() }),
  },
  NETWORK_OFFLINE: {
    status: 409,
    message: 'The offline switch is on.',
    data: z.object({}),
  },
  EVALUATION_NOT_FOUND: {
    status: 404,
    message: 'There is no such question set or evaluation.',
    data: z.object({ id: z.string() }),
  },
  EVALUATION_INVALID: {
    status: 400,
    message: 'These questions or judgements can not be read.',
    data: z.object({ line: z.int().nullable(), reason: z.string() }),
  },
  ENTITY_NOT_FOUND: {
    status: 404,
    message: 'There is no such name in the graph.',
    data: z.object({ entityId: z.string() }),
  },
  URL_UNSUPPORTED: {
    status: 400,
    message: 'Only addresses of web pages, over http or https, can be added.',
    data: z.object({ url: z.string() }),
  },
  OPEN_UNSUPPORTED: {
    status: 409,
    message: 'This document has no file on this machine that a program could open, or this host opens no programs.',
    data: z.object({ documentId: z.string(), reason: z.enum(['no-file', 'no-screen', 'refused']) }),
  },
  ERASURE_NOT_FOUND: {
    status: 404,
    message: 'There is no such erasure report.',
    data: z.object({ erasureId: z.string() }),
  },
  JOB_NOT_FOUND: {
    status: 404,
    message: 'There is no such job.',
    data: z.object({ jobId: z.string() }),
  },
  JOB_STATE: {
    status: 409,
    message: 'The job is not in a state that allows this.',
    data: z.object({ jobId: z.string(), state: z.string() }),
  },
  CONVERSATION_NOT_FOUND: {
    status: 404,
    message: 'There is no such conversation.',
    data: z.object({ conversationId: z.string() }),
  },
  SETTING_INVALID: {
    status: 400,
    message: 'This is not a valid value for the setting.',
    data: z.object({ setting: z.string(), reason: z.string() }),
  },
  DISK_FULL: {
    status: 507,
    message: 'The disk is full. Nothing was changed.',
    data: z.object({}),
  },
  ENGINE_UNAVAILABLE: {
    status: 503,
    message: 'The engine is stopping, restarting or has crashed. The call was not repeated.',
    data: z.object({ reason: z.enum(['closing', 'crashed', 'starting', 'disconnected']) }),
  },
  INTERNAL: {
    status: 500,
    message: 'Something went wrong inside Diwan. The log has the details under the correlation id.',
    data: z.object({ correlationId: z.string() }),
  },
} as const

export type ErrorCode = keyof typeof errorCodes
export type ErrorData<Code extends ErrorCode> = z.infer<(typeof errorCodes)[Code]['data']>

/** The error definitions for the codes a procedure names, in the shape `oc.errors()` takes. */
export function declare<const Codes extends readonly ErrorCode[]>(
  ...codes: Codes
): Pick<typeof errorCodes, Codes[number]> {
  return Object.fromEntries(codes.map((code) => [code, errorCodes[code]])) as Pick<typeof errorCodes, Codes[number]>
}

/**
 * Why one file of an import was refused or could not be read. Not a failed call: the file's row carries the code, the
 * rest of the import goes on.
 */
export const fileErrorCodes = [
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'FILE_NOT_REGULAR',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_TYPE_UNSUPPORTED',
  /** DOC, XLS or PPT of before 2007: to be saved in a format of today first. */
  'FILE_TYPE_LEGACY',
  'FILE_ENCRYPTED',
  'FILE_DAMAGED',
  'FILE_CHANGED',
  'FILE_NO_TEXT',
  'ARCHIVE_LIMIT',
  'XML_ENTITIES',
  'READ_TIMEOUT',
  'READ_MEMORY',
  'READ_CRASHED',
  /** The offline switch is on. */
  'URL_OFFLINE',
  /** An address of this machine or of its private network, which settings do not allow. */
  'URL_PRIVATE',
  /** No connection, no name, no answer in time, or a certificate that can't be trusted. */
  'URL_UNREACHABLE',
  /** The server answered with an error. */
  'URL_REFUSED',
  /** The embedding model does not take this text; its words are found all the same. */
  'MODEL_FAILED',
  /** A budget does not allow the embedding model, or nobody has said what it costs; it is tried again. */
  'MODEL_BUDGET',
] as const

export const FileErrorCode = z.enum(fileErrorCodes)
export type FileErrorCode = z.infer<typeof FileErrorCode>

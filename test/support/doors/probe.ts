import { setImmediate } from 'node:timers/promises'
import { eventIterator, oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { type CallContext, readCorrelationId } from '../../../src/contract/call-context.ts'
import { type ErrorCode, errorCodes } from '../../../src/contract/errors.ts'

const procedure = oc.errors(errorCodes)
const Padding = z.int().min(0).max(10_000).default(0)

/** A contract that makes every kind of trouble a door must carry. */
export const probeContract = {
  echo: procedure
    .route({ method: 'POST', path: '/echo/{word}' })
    .input(z.object({ word: z.string().max(200), count: z.int().min(1).optional(), text: z.string().optional() }))
    .output(z.object({ word: z.string(), count: z.int().nullable(), door: z.string(), characters: z.int() })),
  search: procedure
    .route({ method: 'GET', path: '/search' })
    .input(z.object({ limit: z.int().max(10), exact: z.boolean(), words: z.array(z.string()) }))
    .output(z.object({ limit: z.int(), exact: z.boolean(), words: z.array(z.string()) })),
  upload: procedure
    .route({ method: 'POST', path: '/uploads' })
    .input(z.object({ label: z.string(), files: z.array(z.file()) }))
    .output(z.array(z.object({ name: z.string(), text: z.string() }))),
  original: procedure
    .route({ method: 'GET', path: '/originals/{name}' })
    .input(z.object({ name: z.string() }))
    .output(z.file()),
  correlation: procedure.route({ method: 'GET', path: '/correlation' }).output(z.object({ id: z.string().nullable() })),
  fail: procedure.route({ method: 'POST', path: '/failures' }).input(z.object({ code: z.string() })),
  crash: procedure.route({ method: 'POST', path: '/crashes' }),
  hang: procedure.route({ method: 'POST', path: '/hangs' }),
  count: procedure
    .route({ method: 'GET', path: '/count' })
    .input(z.object({ to: z.int(), padding: Padding, failAfter: z.int().optional() }))
    .output(eventIterator(z.object({ number: z.int(), padding: z.string() }))),
}

/** What the probe saw, so that a test can tell what reached the server. */
export type Sightings = { produced: number; ended: number; hanging: number; aborted: number }

/** Data of every declared error, as a procedure would send it. */
export const errorSamples: { [Code in ErrorCode]: z.input<(typeof errorCodes)[Code]['data']> } = {
  LIBRARY_NOT_FOUND: { library: 'no such' },
  LIBRARY_NAME_TAKEN: { name: 'Docs' },
  DOCUMENT_NOT_FOUND: { documentId: 'd' },
  DOCUMENT_NOT_READY: { documentId: 'd', state: 'failed', code: 'FILE_EMPTY' },
  ORIGINAL_UNAVAILABLE: { documentId: 'd', reason: 'changed' },
  PATH_NOT_FOUND: { path: '/tmp/“none”' },
  PATH_UNREADABLE: { path: '/root' },
  PATH_UNSUPPORTED: { path: '/dev/null', reason: 'a device' },
  FOLDER_NOT_FOUND: { folderId: 'f' },
  FOLDER_OVERLAPS: { path: '/a/b', other: '/a' },
  CHUNKING_NEEDS_MODEL: { strategy: 'semantic' },
  MODEL_NOT_FOUND: { modelId: 'm' },
  MODEL_NOT_INSTALLED: { modelId: 'm' },
  MODEL_NAME_TAKEN: { modelId: 'm' },
  MODEL_INVALID: { modelId: 'm', reason: 'no tokeniser' },
  MODEL_IN_USE: { modelId: 'm', libraries: ['Docs'] },
  MODEL_FAILED: { modelId: 'm', reason: 'out of memory' },
  MODEL_UNREACHABLE: { modelId: 'm', status: 401, reason: 'refused' },
  MODEL_REJECTED: { modelId: 'm', status: 400, reason: 'no pictures' },
  CONTEXT_EXCEEDED: { modelId: 'm', tokens: 9_000, maximum: 8_192 },
  BUDGET_EXCEEDED: { budgetId: 'b', scope: 'month', leftNanoDollars: -1, neededNanoDollars: 2, renewsAt: null },
  PRICE_UNKNOWN: { modelId: 'm' },
  LOCAL_ONLY: {},
  MODEL_NOT_LOCAL: { modelId: 'm', library: 'Docs' },
  PROVIDER_NOT_FOUND: { name: 'p' },
  PROVIDER_NAME_TAKEN: { name: 'p' },
  PROVIDER_INVALID: { name: 'p', reason: 'no address' },
  CALL_NOT_FOUND: { callId: 'c' },
  PRICE_NOT_FOUND: { model: 'p/m' },
  PRICES_INVALID: { row: 3, reason: 'no number' },
  BUDGET_INVALID: { reason: 'no subject' },
  BUDGET_NOT_FOUND: { budgetId: 'b' },
  MESSAGE_NOT_FOUND: { messageId: 'm' },
  ATTACHMENT_NOT_FOUND: { attachmentId: 'a' },
  ATTACHMENT_UNREADABLE: { name: 'a.bin', code: 'FILE_TYPE_UNSUPPORTED' },
  NETWORK_OFFLINE: {},
  EVALUATION_NOT_FOUND: { id: 'e' },
  EVALUATION_INVALID: { line: 3, reason: 'no JSON' },
  ENTITY_NOT_FOUND: { entityId: 'e' },
  URL_UNSUPPORTED: { url: 'ftp://example.org' },
  OPEN_UNSUPPORTED: { documentId: 'd', reason: 'no-file' },
  ERASURE_NOT_FOUND: { erasureId: 'e' },
  JOB_NOT_FOUND: { jobId: 'j' },
  JOB_STATE: { jobId: 'j', state: 'completed' },
  CONVERSATION_NOT_FOUND: { conversationId: 'c' },
  SETTING_INVALID: { setting: 'ingest.readers', reason: 'too many' },
  DISK_FULL: {},
  ENGINE_UNAVAILABLE: { reason: 'closing' },
  INTERNAL: { correlationId: 'abcdefgh' },
}

export const secretOfTheCrash = 'password=hunter2 at /home/someone'

export function createProbe() {
  const seen: Sightings = { produced: 0, ended: 0, hanging: 0, aborted: 0 }
  const os = implement(probeContract).$context<CallContext>()
  const router = os.router({
    echo: os.echo.handler(({ input, context }) => ({
      word: input.word,
      count: input.count ?? null,
      door: context.door,
      characters: input.text?.length ?? 0,
    })),
    search: os.search.handler(({ input }) => input),
    upload: os.upload.handler(({ input }) =>
      Promise.all(input.files.map(async (file) => ({ name: file.name, text: `${input.label}:${await file.text()}` }))),
    ),
    original: os.original.handler(({ input }) => new File(['<script>1</script>'], input.name, { type: 'text/html' })),
    correlation: os.correlation.handler(({ context }) => ({ id: readCorrelationId(context) })),
    fail: os.fail.handler(({ input, errors }) => {
      const code = input.code as 'LIBRARY_NOT_FOUND'
      throw errors[code]({ data: errorSamples[code] })
    }),
    crash: os.crash.handler(() => {
      throw new Error(secretOfTheCrash)
    }),
    hang: os.hang.handler(async ({ signal }) => {
      seen.hanging += 1
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
      seen.hanging -= 1
      seen.aborted += 1
      throw signal?.reason
    }),
    count: os.count.handler(async function* ({ input, errors }) {
      const padding = 'x'.repeat(input.padding)
      try {
        for (let number = 0; number < input.to; number += 1) {
          if (number === input.failAfter) throw errors.DISK_FULL({ data: {} })
          seen.produced += 1
          yield { number, padding }
          if (number % 1_000 === 0) await setImmediate()
        }
      } finally {
        seen.ended += 1
      }
    }),
  })
  return { router, seen }
}

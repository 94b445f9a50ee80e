import { z } from 'zod'
import type { FileErrorCode } from '../../contract/errors.ts'
import type { CatalogueModel } from '../inference/catalogue/catalogue.ts'
import { ModelError } from '../inference/model-runner.ts'
import type { JobControl, JobRunner } from '../jobs/job-runner.ts'
import type { ItemReference } from '../store/repositories/job-items.ts'
import { folderOf, fromCatalogue } from './model-record.ts'
import type { ModelRooms } from './open-models.ts'

const DownloadPayload = z.object({ version: z.literal(1), modelId: z.string() })

/**
 * Runs jobs that download a model of the catalogue. One that is paused, or was cut off with its engine, goes on where it
 * was; the model is there once it is whole.
 */
export function createDownloadRunner(rooms: Omit<ModelRooms, 'secrets' | 'spending'>): JobRunner {
  const { store, telemetry, inference } = rooms
  return {
    async run(job, control) {
      const { modelId } = DownloadPayload.parse(JSON.parse(job.payload))
      const model = inference.catalogue.find(({ id }) => id === modelId)
      const pending = await store.read('jobItems.pending', { jobId: job.id, exclude: [], limit: 1 })
      for (const { ordinal } of pending) {
        const item = { jobId: job.id, ordinal }
        const error = model === undefined ? 'FILE_NOT_FOUND' : await download(rooms, { model, item, control })
        if (control.drain.aborted || error === null) return
        telemetry.log.warn({ jobId: job.id, modelId, code: error }, 'a model was not downloaded')
        await store.write('models.notPulled', { item, error })
      }
    },
  }
}

/** Null when the model is there, or the work was put down. */
async function download(
  { store, telemetry, inference, dataFolder }: Omit<ModelRooms, 'secrets' | 'spending'>,
  { model, item, control }: { model: CatalogueModel; item: ItemReference; control: JobControl },
): Promise<FileErrorCode | null> {
  try {
    if ((await store.read('models.find', { modelId: model.id })) === null) {
      await inference.download(model, {
        folder: folderOf(dataFolder, model.id),
        onProgress: ({ done }) => control.live({ current: [model.title], bytesDone: done }),
        signal: control.drain,
      })
    }
    await store.write('models.pulled', { item, model: fromCatalogue(model) })
    return null
  } catch (error) {
    if (control.drain.aborted) return null
    if (!(error instanceof ModelError)) throw error
    telemetry.log.info({ err: error, jobId: item.jobId }, 'a download ended early')
    return codes[error.code]
  }
}

const codes: Record<ModelError['code'], FileErrorCode> = {
  NETWORK_OFFLINE: 'URL_OFFLINE',
  MODEL_UNREACHABLE: 'URL_UNREACHABLE',
  MODEL_FAILED: 'FILE_DAMAGED',
  MODEL_REJECTED: 'URL_REFUSED',
  CONTEXT_EXCEEDED: 'FILE_DAMAGED',
}

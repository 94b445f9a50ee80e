import type { FileErrorCode } from '../../../contract/errors.ts'
import { unfinishedJobStates } from '../../../contract/jobs.ts'
import { ModelKind, ModelRuntime } from '../../../contract/models.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { createJob } from './create-job.ts'
import { foldName } from './fold-name.ts'
import { listStates } from './job-history.ts'
import { finishItem, type ItemReference, isPending } from './job-items.ts'

/** A model that was installed or added. `description` is JSON, parsed by the room that runs models. */
export type StoredModel = {
  id: string
  kind: ModelKind
  runtime: ModelRuntime
  description: string
  addedAt: number
}

const columns = 'SELECT id, kind, runtime, description, added_at AS addedAt FROM models'

function toModel(row: StoredModel): StoredModel {
  return { ...row, kind: ModelKind.parse(row.kind), runtime: ModelRuntime.parse(row.runtime) }
}

function findDownloads(connection: ReadConnection): { modelId: string; jobId: string }[] {
  return connection.all(
    'models.downloads',
    `SELECT payload ->> 'modelId' AS modelId, id AS jobId FROM jobs
     WHERE kind = 'download' AND state IN ${listStates(unfinishedJobStates)} ORDER BY created_at, id`,
  )
}

function addModel(connection: WriteConnection, model: StoredModel): boolean {
  const { changes } = connection.run(
    'models.add',
    `INSERT INTO models (id, kind, runtime, description, added_at)
     VALUES (:id, :kind, :runtime, :description, :addedAt) ON CONFLICT DO NOTHING`,
    model,
  )
  return changes > 0
}

export const modelReads = {
  /** Models whose download has not ended. */
  'models.downloads': (connection: ReadConnection, _input: null): { modelId: string; jobId: string }[] =>
    findDownloads(connection),

  /** In the order of their coming. */
  'models.list': (connection: ReadConnection, _input: null): StoredModel[] =>
    connection.all<StoredModel>('models.list', `${columns} ORDER BY added_at, id`).map(toModel),

  'models.find': (connection: ReadConnection, input: { modelId: string }): StoredModel | null => {
    const row = connection.get<StoredModel>('models.find', `${columns} WHERE id = ?`, [input.modelId])
    return row === undefined ? null : toModel(row)
  },
}

export const modelWrites = {
  /** @throws Failure MODEL_NAME_TAKEN, also where a provider has the name before its first slash */
  'models.add': (connection: WriteConnection, model: StoredModel): null => {
    const provider = connection.get('models.providerName', 'SELECT name FROM providers WHERE folded_name = ?', [
      foldName(model.id.split('/', 1)[0] ?? ''),
    ])
    if (provider !== undefined || !addModel(connection, model))
      throw new Failure('MODEL_NAME_TAKEN', { modelId: model.id })
    return null
  },

  /** Makes the job that downloads a model, or finds the one that does. */
  'models.pull': (
    connection: WriteConnection,
    input: { modelId: string; title: string; bytes: number; now: number },
  ): { jobId: string } => {
    const { modelId, title, bytes, now } = input
    const begun = findDownloads(connection).find((download) => download.modelId === modelId)
    if (begun !== undefined) return { jobId: begun.jobId }
    const source = { kind: 'model' as const, modelId }
    const jobId = createJob(connection, {
      kind: 'download',
      library: null,
      label: title,
      payload: JSON.stringify({ version: 1, modelId }),
      listing: false,
      items: [{ name: title, uri: `model:${modelId}`, source, bytes, modifiedAt: null }],
      now,
    })
    return { jobId }
  },

  /** A model has been downloaded: it can be used from now on, and the item of its job is done. */
  'models.pulled': (connection: WriteConnection, input: { item: ItemReference; model: StoredModel }): null => {
    const isNew = addModel(connection, input.model)
    finishItem(connection, input.item, { state: isNew ? 'ready' : 'unchanged', error: null, documentId: null })
    return null
  },

  'models.notPulled': (connection: WriteConnection, input: { item: ItemReference; error: FileErrorCode }): null => {
    if (!isPending(connection, input.item)) return null
    finishItem(connection, input.item, { state: 'failed', error: input.error, documentId: null })
    return null
  },

  /** What was learnt of a model by its work. */
  'models.describe': (connection: WriteConnection, input: { id: string; description: string }): null => {
    connection.run('models.describe', 'UPDATE models SET description = :description WHERE id = :id', input)
    return null
  },

  /** @throws Failure MODEL_NOT_FOUND, MODEL_IN_USE */
  'models.remove': (connection: WriteConnection, { modelId }: { modelId: string }): null => {
    const libraries = connection.all<{ name: string }>(
      'models.users',
      `SELECT DISTINCT l.name FROM vector_spaces s JOIN library_spaces u ON u.space_key = s.key
       JOIN libraries l ON l.key = u.library_key WHERE s.model_id = ? ORDER BY l.folded_name`,
      [modelId],
    )
    if (libraries.length > 0) {
      throw new Failure('MODEL_IN_USE', { modelId, libraries: libraries.map(({ name }) => name) })
    }
    const { changes } = connection.run('models.remove', 'DELETE FROM models WHERE id = ?', [modelId])
    if (changes === 0) throw new Failure('MODEL_NOT_FOUND', { modelId })
    return null
  },
}

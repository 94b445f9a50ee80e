import { ModelKind, ModelRuntime } from '../../../contract/models.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

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

export const modelReads = {
  /** In the order of their coming. */
  'models.list': (connection: ReadConnection, _input: null): StoredModel[] =>
    connection.all<StoredModel>('models.list', `${columns} ORDER BY added_at, id`).map(toModel),

  'models.find': (connection: ReadConnection, input: { modelId: string }): StoredModel | null => {
    const row = connection.get<StoredModel>('models.find', `${columns} WHERE id = ?`, [input.modelId])
    return row === undefined ? null : toModel(row)
  },
}

export const modelWrites = {
  /** @throws Failure MODEL_NAME_TAKEN */
  'models.add': (connection: WriteConnection, model: StoredModel): null => {
    const { changes } = connection.run(
      'models.add',
      `INSERT INTO models (id, kind, runtime, description, added_at)
       VALUES (:id, :kind, :runtime, :description, :addedAt) ON CONFLICT DO NOTHING`,
      model,
    )
    if (changes === 0) throw new Failure('MODEL_NAME_TAKEN', { modelId: model.id })
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

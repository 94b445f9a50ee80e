import { ProviderKind, ProviderProtocol } from '../../../contract/providers.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { foldName } from './fold-name.ts'

/** A server of language models. `lastCheck` is JSON, parsed by the room that calls it. */
export type StoredProvider = {
  name: string
  kind: ProviderKind
  protocol: ProviderProtocol
  url: string
  hasKey: boolean
  lastCheck: string | null
  addedAt: number
  usesBatches: boolean
  /** What a person said; null otherwise. */
  batchPercent: number | null
}

/** A model as its provider named it; `description` is JSON, parsed by the room that calls it. */
export type StoredProviderModel = { name: string; description: string }

type ProviderRow = Omit<StoredProvider, 'hasKey' | 'usesBatches'> & { hasKey: number; usesBatches: number }

const columns = `SELECT name, kind, protocol, url, has_key AS hasKey, last_check AS lastCheck, added_at AS addedAt,
  uses_batches AS usesBatches, batch_percent AS batchPercent FROM providers`

function toProvider(row: ProviderRow): StoredProvider {
  return {
    ...row,
    kind: ProviderKind.parse(row.kind),
    protocol: ProviderProtocol.parse(row.protocol),
    hasKey: row.hasKey === 1,
    usesBatches: row.usesBatches === 1,
  }
}

function flagsOf({ hasKey, usesBatches }: Pick<StoredProvider, 'hasKey' | 'usesBatches'>) {
  return { hasKey: hasKey ? 1 : 0, usesBatches: usesBatches ? 1 : 0 }
}

function refuseUnknown({ changes }: { changes: number | bigint }, name: string): null {
  if (Number(changes) === 0) throw new Failure('PROVIDER_NOT_FOUND', { name })
  return null
}

export const providerReads = {
  /** In the order of their coming. */
  'providers.list': (connection: ReadConnection, _input: null): StoredProvider[] =>
    connection.all<ProviderRow>('providers.list', `${columns} ORDER BY added_at, name`).map(toProvider),

  'providers.find': (connection: ReadConnection, { name }: { name: string }): StoredProvider | null => {
    const row = connection.get<ProviderRow>('providers.find', `${columns} WHERE name = ?`, [name])
    return row === undefined ? null : toProvider(row)
  },

  /** Null for one that its provider did not name. */
  'providers.model': (
    connection: ReadConnection,
    input: { provider: string; name: string },
  ): StoredProviderModel | null =>
    connection.get<StoredProviderModel>(
      'providers.model',
      'SELECT name, description FROM provider_models WHERE provider = :provider AND name = :name',
      input,
    ) ?? null,

  /** Models of every provider, as each named them last, in its own order. */
  'providers.models': (connection: ReadConnection, _input: null): (StoredProviderModel & { provider: string })[] =>
    connection.all(
      'providers.models',
      `SELECT m.provider, m.name, m.description FROM provider_models m JOIN providers p ON p.name = m.provider
       ORDER BY p.added_at, p.name, m.ordinal`,
    ),
}

export const providerWrites = {
  /** @throws Failure PROVIDER_NAME_TAKEN, also where an installed model has the name before its first slash */
  'providers.add': (connection: WriteConnection, provider: StoredProvider): null => {
    const { name } = provider
    const folded = foldName(name)
    const models = connection.all<{ id: string }>('providers.modelNames', 'SELECT id FROM models')
    if (models.some(({ id }) => foldName(id.split('/', 1)[0] ?? '') === folded)) {
      throw new Failure('PROVIDER_NAME_TAKEN', { name })
    }
    const { changes } = connection.run(
      'providers.add',
      `INSERT INTO providers
         (name, folded_name, kind, protocol, url, has_key, last_check, added_at, uses_batches, batch_percent)
       VALUES (:name, :folded, :kind, :protocol, :url, :hasKey, :lastCheck, :addedAt, :usesBatches, :batchPercent)
       ON CONFLICT DO NOTHING`,
      { ...provider, folded, ...flagsOf(provider) },
    )
    if (Number(changes) === 0) throw new Failure('PROVIDER_NAME_TAKEN', { name })
    return null
  },

  /** Another address may be another server: what the last one named is forgotten. @throws Failure PROVIDER_NOT_FOUND */
  'providers.update': (
    connection: WriteConnection,
    provider: Pick<StoredProvider, 'name' | 'url' | 'protocol' | 'hasKey' | 'usesBatches' | 'batchPercent'>,
  ): null => {
    const { name, url } = provider
    connection.run(
      'providers.forgetModels',
      `DELETE FROM provider_models WHERE provider = (SELECT name FROM providers WHERE name = ? AND url <> ?)`,
      [name, url],
    )
    const changed = connection.run(
      'providers.update',
      `UPDATE providers SET url = :url, protocol = :protocol, has_key = :hasKey, last_check = NULL,
         uses_batches = :usesBatches, batch_percent = :batchPercent WHERE name = :name`,
      { ...provider, ...flagsOf(provider) },
    )
    return refuseUnknown(changed, name)
  },

  /** @throws Failure PROVIDER_NOT_FOUND */
  'providers.remove': (connection: WriteConnection, { name }: { name: string }): null =>
    refuseUnknown(connection.run('providers.remove', 'DELETE FROM providers WHERE name = ?', [name]), name),

  /** What a call said of a provider. One that was removed meanwhile stays removed. */
  'providers.checked': (connection: WriteConnection, input: { name: string; lastCheck: string }): null => {
    connection.run('providers.checked', 'UPDATE providers SET last_check = :lastCheck WHERE name = :name', input)
    return null
  },

  /** The provider's models in the place of those that it named before. */
  'providers.named': (
    connection: WriteConnection,
    { name, models }: { name: string; models: readonly StoredProviderModel[] },
  ): null => {
    const found = connection.get<{ name: string }>('providers.named', 'SELECT name FROM providers WHERE name = ?', [
      name,
    ])
    if (found === undefined) return null
    connection.run('providers.unname', 'DELETE FROM provider_models WHERE provider = ?', [name])
    for (const [ordinal, model] of models.entries()) {
      connection.run(
        'providers.name',
        `INSERT INTO provider_models (provider, ordinal, name, description)
         VALUES (:provider, :ordinal, :name, :description) ON CONFLICT DO NOTHING`,
        { provider: name, ordinal, ...model },
      )
    }
    return null
  },
}

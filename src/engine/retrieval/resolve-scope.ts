import { RetrievalSettings } from '../../contract/retrieval-settings.ts'
import type { TextLanguages } from '../../domain/language/query-languages.ts'
import type { RetrievalRooms, Scope } from './requests.ts'

/** What is searched, and how. */
export type ResolvedScope = {
  libraryIds: string[]
  /** No library was named. */
  isEverything: boolean
  /** Those of whose documents nothing may leave this machine. */
  localOnlyIds: string[]
  /** Of the texts in the libraries. */
  languages: TextLanguages
  settings: RetrievalSettings
}

/** @throws Failure LIBRARY_NOT_FOUND for one that was named and is not there */
export async function resolveScope(rooms: RetrievalRooms, scope: Scope): Promise<ResolvedScope> {
  const { libraries, signal } = scope
  const [libraryIds, installed] = await Promise.all([
    libraries === undefined
      ? rooms.store.read('libraries.ids', null, signal)
      : rooms.store.read('libraries.resolve', { libraries }, signal),
    rooms.settings?.() ?? RetrievalSettings.parse({}),
  ])
  const [languages, localOnlyIds] = await Promise.all([
    rooms.store.read('libraries.languages', { libraryIds }, signal),
    rooms.store.read('libraries.localOnly', { libraryIds }, signal),
  ])
  return {
    libraryIds,
    isEverything: libraries === undefined,
    ...{ languages, localOnlyIds },
    settings: { ...installed, ...given(scope.retrieval ?? {}) },
  }
}

/** Without those that are named but not set. */
function given(overrides: NonNullable<Scope['retrieval']>): Partial<RetrievalSettings> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
}

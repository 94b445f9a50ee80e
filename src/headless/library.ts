import { isDefinedError } from '@orpc/client'
import type { Library } from '../contract/libraries.ts'
import type { EngineClient } from './join.ts'

/** The library of this name or id; made when there is none. */
export async function ensureLibrary(client: EngineClient, name: string): Promise<{ library: Library; made: boolean }> {
  const found = await findLibrary(client, name)
  if (found) return { library: found, made: false }
  try {
    return { library: await client.libraries.create({ name }), made: true }
  } catch (error) {
    // Another command made it in between.
    const made = hasCode(error, 'LIBRARY_NAME_TAKEN') ? await findLibrary(client, name) : null
    if (made === null) throw error
    return { library: made, made: false }
  }
}

async function findLibrary(client: EngineClient, library: string): Promise<Library | null> {
  try {
    return await client.libraries.get({ library })
  } catch (error) {
    if (hasCode(error, 'LIBRARY_NOT_FOUND')) return null
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return isDefinedError(error as Error) && (error as { code?: unknown }).code === code
}

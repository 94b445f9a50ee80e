import type { EngineCommand, SecretRequest } from './engine-control.ts'

/** Where a host keeps small secrets: the OS keychain, or files under the OS's own encryption. */
export type HostSecrets = {
  /** Shown to the person, such as `safeStorage`. */
  name: string
  /** Null when nothing was ever stored under this id. Throws when something was, and cannot be read. */
  get(id: string): Promise<string | null>
  set(id: string, value: string): Promise<void>
}

/**
 * The answer to an engine that asks for a secret. A failure is answered as such and never as null: an engine that takes
 * "unreadable" for "absent" makes a new key, and the old data is lost.
 */
export async function answerSecretRequest(secrets: HostSecrets | null, request: SecretRequest): Promise<EngineCommand> {
  if (secrets === null) return failed(request, 'This host has no secret store.')
  try {
    if (request.type === 'secret-get') {
      return { type: 'secret-value', request: request.request, value: await secrets.get(request.id) }
    }
    await secrets.set(request.id, request.value)
    return { type: 'secret-value', request: request.request, value: null }
  } catch (error) {
    return failed(request, error instanceof Error ? error.message : 'The secret store failed.')
  }
}

function failed(request: SecretRequest, message: string): EngineCommand {
  return { type: 'secret-failed', request: request.request, message }
}

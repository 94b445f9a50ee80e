import type { EngineCommand, SecretRequest } from './engine-control.ts'
import type { SecretStore } from './secret-store.ts'

/**
 * The answer to an engine that asks for a secret. A failure is answered as such and never as null: an engine that takes
 * "unreadable" for "absent" makes a new key, and the old data is lost.
 */
export async function answerSecretRequest(secrets: SecretStore | null, request: SecretRequest): Promise<EngineCommand> {
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

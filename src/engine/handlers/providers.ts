import { isFailure } from '../../domain/failure.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function providerHandlers(procedures: Procedures, { providers, languages }: Rooms) {
  const { list, add, update, remove, test, models } = procedures.providers

  /** A provider that does not answer keeps its models of the last time; `providers.list` says why. */
  async function askAll(signal: AbortSignal): Promise<void> {
    const all = await providers.list()
    const ended = await Promise.allSettled(all.map(({ name }) => providers.test(name, signal)))
    signal.throwIfAborted()
    for (const one of ended) if (one.status === 'rejected' && !isFailure(one.reason)) throw one.reason
  }

  return {
    list: list.handler(() => providers.list()),
    add: add.handler(({ input }) => providers.add(input)),
    update: update.handler(({ input }) => providers.update(input)),
    remove: remove.handler(async ({ input }) => {
      await providers.remove(input.name)
      return input
    }),
    test: test.handler(({ input, signal = never }) => providers.test(input.name, signal)),
    models: models.handler(async ({ input, signal = never }) => {
      const { provider, refresh } = input
      if (refresh && provider !== undefined) await providers.test(provider, signal)
      else if (refresh) await askAll(signal)
      return languages.list(provider)
    }),
  }
}

const never = new AbortController().signal

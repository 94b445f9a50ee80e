import { isFailure } from '../../domain/failure.ts'
import { tryLanguageModel } from '../usage/try-language-model.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function providerHandlers(procedures: Procedures, { providers, languages, generations }: Rooms) {
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
    test: test.handler(async ({ input, signal = never }) => {
      const { name, model } = input
      if (model === undefined) return { ...(await providers.test(name, signal)), answer: null }
      const known = await languages.list(name)
      const begun = performance.now()
      const answer = await tryLanguageModel(generations, `${name}/${model}`, signal)
      const milliseconds = performance.now() - begun
      const provider = await providers.get(name)
      return { provider, models: known.length, milliseconds, answer }
    }),
    models: models.handler(async ({ input, signal = never }) => {
      const { provider, refresh } = input
      if (refresh && provider !== undefined) await providers.test(provider, signal)
      else if (refresh) await askAll(signal)
      return languages.list(provider)
    }),
  }
}

const never = new AbortController().signal

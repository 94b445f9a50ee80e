import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Inference } from '../inference/inference.ts'
import { createProviderGuards } from '../inference/resilience/provider-guard.ts'
import type { Store } from '../store/store.ts'
import type { Batches } from './batches.ts'
import { createBatches } from './create-batches.ts'
import { createGenerations } from './create-generations.ts'
import type { Generations } from './generation.ts'
import { createLanguageModels, type LanguageModels } from './language-models.ts'
import type { ModelSecrets } from './open-models.ts'
import { createProviders, type Providers } from './providers.ts'
import { createRecentCalls } from './recent-calls.ts'
import type { Spending } from './spending.ts'

/** Language models as the engine has them: who serves them, which there are, and how any room asks one. */
export type LanguageRooms = {
  providers: Providers
  languages: LanguageModels
  generations: Generations
  batches: Batches
}

export function createLanguageRooms(rooms: {
  store: Store
  secrets: ModelSecrets
  inference: Inference
  spending: Spending
  settings: () => Promise<Settings>
  dataFolder: string
  clock: Clock
}): LanguageRooms {
  const { store, secrets, inference, spending, settings, dataFolder, clock } = rooms
  const now = () => clock.now()
  const guards = createProviderGuards({ now, wait: inference.wait })
  const languages = createLanguageModels({
    ...{ store, secrets, inference, guards, spending, dataFolder, now },
    settings: async () => (await settings()).models,
  })
  const providers = createProviders({ store, secrets, inference, guards, now, onChanged: languages.forget })
  const recentCalls = createRecentCalls(now)
  const generations = createGenerations({
    ...{ languages, guards, spending, recentCalls, settings, now, wait: inference.wait, noteCall: providers.noteCall },
  })
  const batches = createBatches({ store, languages, spending, recentCalls, settings, now })
  return { providers, languages, generations, batches }
}

import fc from 'fast-check'
import { inject } from 'vitest'

/**
 * Seeds property tests: `npm test` tries the same examples each time, so that a red run is red again; the long trials try
 * others each time, and say which.
 */
const fixed = inject('propertySeed')
const seed = fixed ?? Date.now() % 2 ** 31
if (fixed === null) console.log(`property tests: seed ${seed} (DIWAN_PROPERTY_SEED=${seed} repeats it)`)
fc.configureGlobal({ seed })

declare module 'vitest' {
  interface ProvidedContext {
    /** Null for another one each time. */
    propertySeed: number | null
  }
}

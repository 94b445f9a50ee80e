import type { Settings, SettingsView } from '../../contract/settings.ts'
import { Failure } from '../../domain/failure.ts'
import { resolveSettings, type SettingValues, separateKnown, settingNames } from '../../domain/settings.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

export type SettingsService = {
  view(): Promise<SettingsView>
  values(): Promise<Settings>
  /** Applies all changes or, when one is not valid, none. */
  update(changes: readonly { setting: string; value: unknown }[]): Promise<SettingsView>
}

type Json = SettingValues extends ReadonlyMap<string, infer Value> ? Value : never

/** `check` looks at what no schema can see, such as files. @throws Failure SETTING_INVALID */
export function createSettingsService(options: {
  store: Store
  telemetry: Telemetry
  check: (next: Settings, before: Settings) => Promise<void>
  /** Told of what was saved. */
  onUpdated: (next: Settings) => void
}): SettingsService {
  const { store, telemetry, check, onUpdated } = options

  async function readChanges(): Promise<SettingValues> {
    const rows = await store.read('settings.list', null)
    const stored = new Map(rows.map(({ name, value }): [string, Json] => [name, JSON.parse(value)]))
    const { known, unknown } = separateKnown(stored)
    if (unknown.length > 0) telemetry.log.warn({ settings: unknown }, 'settings of another version are passed over')
    return known
  }

  const view = async () => resolveSettings(await readChanges())

  return {
    view,
    values: async () => (await view()).values,
    async update(changes) {
      const before = await readChanges()
      const next = new Map(before)
      for (const { setting, value } of changes) {
        if (!settingNames.includes(setting)) throw new Failure('SETTING_INVALID', { setting, reason: 'unknown' })
        if (value === null) next.delete(setting)
        else next.set(setting, value as Json)
      }
      const resolved = resolveSettings(next)
      await check(resolved.values, resolveSettings(before).values)
      await store.write('settings.save', {
        changes: changes.map(({ setting, value }) => ({
          name: setting,
          value: value === null ? null : JSON.stringify(value),
        })),
      })
      onUpdated(resolved.values)
      return resolved
    },
  }
}

import { Settings, type SettingsView } from '../contract/settings.ts'
import { Failure } from './failure.ts'

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type SettingValues = ReadonlyMap<string, Json>

const defaults = Settings.parse({}) as Record<string, Json>

/** Every setting's dotted name, such as `ingest.readers`. */
export const settingNames: readonly string[] = Object.entries(defaults).flatMap(([group, values]) =>
  Object.keys(values as Record<string, Json>).map((name) => `${group}.${name}`),
)

/** The settings that result from the defaults and a person's changes. Throws SETTING_INVALID for the first that is not valid. */
export function resolveSettings(changes: SettingValues): SettingsView {
  const draft = Object.fromEntries(
    Object.entries(defaults).map(([group, values]) => [group, { ...(values as Record<string, Json>) }]),
  )
  for (const [name, value] of changes) {
    if (!settingNames.includes(name)) throw new Failure('SETTING_INVALID', { setting: name, reason: 'unknown' })
    const [group = '', key = ''] = name.split('.')
    const values = draft[group]
    if (values !== undefined) values[key] = value
  }
  const parsed = Settings.safeParse(draft)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Failure('SETTING_INVALID', {
      setting: issue?.path.join('.') ?? '',
      reason: issue?.message ?? 'not valid',
    })
  }
  return { values: parsed.data, changed: [...changes.keys()].sort() }
}

/** Splits stored changes into those this version understands and the names of those it does not. */
export function separateKnown(stored: SettingValues): { known: SettingValues; unknown: string[] } {
  const known = new Map<string, Json>()
  const unknown: string[] = []
  for (const [name, value] of stored) {
    if (isValid(name, value)) known.set(name, value)
    else unknown.push(name)
  }
  return { known, unknown }
}

function isValid(name: string, value: Json): boolean {
  try {
    resolveSettings(new Map([[name, value]]))
    return true
  } catch {
    return false
  }
}

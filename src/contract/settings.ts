import { z } from 'zod'
import { procedure } from './base.ts'
import { declare } from './errors.ts'

/** Every setting with its default: `Settings.parse({})` is the state of a new installation. */
export const Settings = z.strictObject({
  appearance: z
    .strictObject({
      theme: z.enum(['system', 'light', 'dark']).default('system'),
    })
    .prefault({}),
  ingest: z
    .strictObject({
      /** Larger files are refused with FILE_TOO_LARGE. */
      maximumFileMegabytes: z.int().min(1).max(10_000).default(200),
      /** A file that takes longer is refused with READ_TIMEOUT and its worker is replaced. */
      readTimeoutSeconds: z.int().min(1).max(3_600).default(120),
      /** Worker threads that read files; 0 chooses one less than the cores, four at most. */
      readers: z.int().min(0).max(32).default(0),
    })
    .prefault({}),
  answers: z
    .strictObject({
      /** Passages that an extractive answer quotes at most. */
      passages: z.int().min(1).max(20).default(5),
    })
    .prefault({}),
})
export type Settings = z.infer<typeof Settings>

/** One change by the setting's dotted name, such as `ingest.readers`; null goes back to the default. */
export const SettingChange = z.object({ setting: z.string(), value: z.json() })

export const SettingsView = z.object({
  values: Settings,
  /** Dotted names of the settings that a person has changed; all others are defaults. */
  changed: z.array(z.string()),
})
export type SettingsView = z.infer<typeof SettingsView>

export const settings = {
  get: procedure
    .route({ method: 'GET', path: '/settings', tags: ['settings'], summary: 'All settings' })
    .output(SettingsView),
  update: procedure
    .route({ method: 'PATCH', path: '/settings', tags: ['settings'], summary: 'Change settings, all or none' })
    .errors(declare('SETTING_INVALID', 'DISK_FULL'))
    .input(z.object({ changes: z.array(SettingChange).min(1).max(100) }))
    .output(SettingsView),
}

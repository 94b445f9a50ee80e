import { z } from 'zod'
import { procedure } from './base.ts'
import { declare } from './errors.ts'
import { ModelPolicy, ModelReference } from './language-models.ts'
import { RetrievalSettings } from './retrieval-settings.ts'

/** Languages that can be recognised without a download, by their ISO 639-3 codes. */
export const OcrLanguage = z.enum(['eng', 'ara'])
export type OcrLanguage = z.infer<typeof OcrLanguage>

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
      /** Reads pictures and pages that have no text of their own; decided page by page. */
      ocr: z.boolean().default(true),
      /** Languages that pages are recognised in; each costs time. */
      ocrLanguages: z.array(OcrLanguage).min(1).max(4).default(['eng', 'ara']),
    })
    .prefault({}),
  network: z
    .strictObject({
      /** Nothing leaves this machine. */
      offline: z.boolean().default(false),
      /** Lets pasted addresses lead to this machine and to its private network. */
      privateAddresses: z.boolean().default(false),
      /** `system`: as the machine is set up (environment, PAC, or what the host says). `none`: straight out. */
      proxy: z.enum(['system', 'none', 'address', 'pac']).default('system'),
      /** Of proxy `address`: `http://`, `https://` or `socks5://host:port`. User and password: `network.setProxyLogin`. */
      proxyAddress: z.string().max(2_000).default(''),
      /** Of proxy `pac`: address of the file, `http:`, `https:` or `file:`. */
      pacAddress: z.string().max(2_000).default(''),
      /** Trusts what the system's store trusts, beside Node's own list. */
      systemCertificates: z.boolean().default(true),
      /** PEM files of an organisation's own authorities. */
      certificateFiles: z.array(z.string().min(1).max(4_096)).max(20).default([]),
    })
    .prefault({}),
  models: z
    .strictObject({
      /** How a question's model is chosen where neither it nor its conversation says. Null: no model, quotes only. */
      policy: ModelPolicy.nullable().default(null),
      /** Whom the rules choose among; null is left to what is installed and what prices say. */
      strongest: ModelReference.nullable().default(null),
      cheapest: ModelReference.nullable().default(null),
      longContext: ModelReference.nullable().default(null),
      local: ModelReference.nullable().default(null),
      /** Asked in this order when the chosen one can't answer. `extractive` last quotes instead. */
      fallback: z.array(ModelReference).max(10).default([]),
      /** From 0 to 1, above which a question goes to the strongest. */
      complexity: z.number().min(0).max(1).default(0.8),
      /** Tokens above which a request goes to the model of long contexts. */
      longContextTokens: z.int().min(1_000).max(10_000_000).default(50_000),
      /** Most output of a call that does not say. */
      maximumOutputTokens: z.int().min(16).max(1_000_000).default(2_048),
      /** A provider that sends nothing for so long has failed. */
      firstTokenSeconds: z.int().min(1).max(3_600).default(60),
      silenceSeconds: z.int().min(1).max(3_600).default(60),
      /** Nano-dollars for a million tokens of a model on this machine: its electricity. */
      localTokenPrice: z.int().nonnegative().default(0),
    })
    .prefault({}),
  local: z
    .strictObject({
      /** Layers of a local model on the graphics card; null: as many as fit. */
      gpuLayers: z.int().min(0).max(1_000).nullable().default(null),
      /** Threads of one calculation; null: by the machine. */
      threads: z.int().min(1).max(256).nullable().default(null),
      /** Tokens of context a conversation, never more than the model was made for; null: up to 32,768, as far as memory goes. */
      contextTokens: z.int().min(256).max(10_000_000).nullable().default(null),
      /** A model without work for so long gives its memory back. */
      idleMinutes: z.int().min(1).max(10_000).default(5),
    })
    .prefault({}),
  libraries: z
    .strictObject({
      /** Documents that have been in the trash for so many days are erased. */
      trashDays: z.int().min(1).max(3_650).default(30),
    })
    .prefault({}),
  answers: z
    .strictObject({
      /** Passages that an extractive answer quotes at most. */
      passages: z.int().min(1).max(20).default(5),
      /** Gives a kept answer again when the same is asked and nothing has changed. */
      reuse: z.boolean().default(true),
    })
    .prefault({}),
  ahead: z
    .strictObject({
      /** Answers likely next questions while there is nothing else to do. */
      on: z.boolean().default(true),
      /** Nothing has been asked, read or written for so long before it begins. */
      idleSeconds: z.int().min(10).max(3_600).default(120),
      /** Goes on while the machine runs on its battery. */
      onBattery: z.boolean().default(false),
      /** Lets it use models that cost money, or whose price nobody has said. */
      paid: z.boolean().default(false),
      /** Limits of an hour of the clock and of 24 hours: answers, seconds of computing, tokens and money of paid models. */
      hourlyAnswers: z.int().min(1).max(1_000).default(30),
      dailyAnswers: z.int().min(1).max(10_000).default(200),
      hourlySeconds: z.int().min(1).max(3_600).default(60),
      dailySeconds: z.int().min(1).max(86_400).default(300),
      hourlyTokens: z.int().min(0).max(10_000_000).default(50_000),
      dailyTokens: z.int().min(0).max(100_000_000).default(200_000),
      /** Of a US dollar. */
      hourlyCents: z.int().min(0).max(10_000).default(5),
      dailyCents: z.int().min(0).max(100_000).default(20),
    })
    .prefault({}),
  retrieval: RetrievalSettings.prefault({}),
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

/**
 * Every setting of the contract with how it is asked for. `Settings` in the contract says what is valid; a test sees to
 * it that no setting is missing here.
 */
export const settingSections = [
  {
    name: 'appearance',
    fields: [{ name: 'appearance.theme', kind: 'choice', options: ['system', 'light', 'dark'] }],
  },
  {
    name: 'ingest',
    fields: [
      { name: 'ingest.maximumFileMegabytes', kind: 'number', unit: 'megabytes', least: 1, most: 10_000 },
      { name: 'ingest.readTimeoutSeconds', kind: 'number', unit: 'seconds', least: 1, most: 3_600 },
      { name: 'ingest.readers', kind: 'number', unit: 'readers', least: 0, most: 32 },
      { name: 'ingest.ocr', kind: 'switch' },
      { name: 'ingest.ocrLanguages', kind: 'choices', options: ['eng', 'ara'] },
    ],
  },
  {
    name: 'libraries',
    fields: [{ name: 'libraries.trashDays', kind: 'number', unit: 'days', least: 1, most: 3_650 }],
  },
  {
    name: 'network',
    fields: [
      { name: 'network.offline', kind: 'switch' },
      { name: 'network.privateAddresses', kind: 'switch' },
    ],
  },
  {
    name: 'answers',
    fields: [{ name: 'answers.passages', kind: 'number', unit: 'passages', least: 1, most: 20 }],
  },
] as const

export type SettingField = (typeof settingSections)[number]['fields'][number]
export type SettingName = SettingField['name']

/** The value at a dotted name, or undefined when there is none. */
export function readSetting(values: unknown, name: string): unknown {
  return name.split('.').reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), values)
}

/** Dotted names with their values, for the changes that bring one state of the settings to another. */
export function flattenSettings(values: unknown, prefix = ''): readonly { setting: string; value: unknown }[] {
  if (!isRecord(values)) return [{ setting: prefix, value: values }]
  return Object.entries(values).flatMap(([name, value]) =>
    flattenSettings(value, prefix === '' ? name : `${prefix}.${name}`),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

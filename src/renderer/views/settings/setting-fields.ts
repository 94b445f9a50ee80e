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
      { name: 'network.proxy', kind: 'choice', options: ['system', 'none', 'address', 'pac'] },
      { name: 'network.proxyAddress', kind: 'text', example: 'http://proxy.example:3128' },
      { name: 'network.pacAddress', kind: 'text', example: 'https://example.org/proxy.pac' },
      { name: 'network.systemCertificates', kind: 'switch' },
      { name: 'network.certificateFiles', kind: 'lines' },
    ],
  },
  {
    name: 'answers',
    fields: [
      { name: 'answers.passages', kind: 'number', unit: 'passages', least: 1, most: 20 },
      { name: 'answers.reuse', kind: 'switch' },
    ],
  },
  {
    name: 'models',
    fields: [
      { name: 'models.policy', kind: 'elsewhere' },
      { name: 'models.strongest', kind: 'elsewhere' },
      { name: 'models.cheapest', kind: 'elsewhere' },
      { name: 'models.longContext', kind: 'elsewhere' },
      { name: 'models.local', kind: 'elsewhere' },
      { name: 'models.fallback', kind: 'elsewhere' },
      { name: 'models.complexity', kind: 'number', unit: 'part', least: 0, most: 1, decimal: true },
      { name: 'models.longContextTokens', kind: 'number', unit: 'tokens', least: 1_000, most: 10_000_000 },
      { name: 'models.maximumOutputTokens', kind: 'number', unit: 'tokens', least: 16, most: 1_000_000 },
      { name: 'models.firstTokenSeconds', kind: 'number', unit: 'seconds', least: 1, most: 3_600 },
      { name: 'models.silenceSeconds', kind: 'number', unit: 'seconds', least: 1, most: 3_600 },
      { name: 'models.localTokenPrice', kind: 'dollars' },
    ],
  },
  {
    name: 'local',
    fields: [
      { name: 'local.gpuLayers', kind: 'number', unit: 'layers', least: 0, most: 1_000, optional: true },
      { name: 'local.threads', kind: 'number', unit: 'threads', least: 1, most: 256, optional: true },
      { name: 'local.contextTokens', kind: 'number', unit: 'tokens', least: 256, most: 10_000_000, optional: true },
      { name: 'local.idleMinutes', kind: 'number', unit: 'minutes', least: 1, most: 10_000 },
    ],
  },
  {
    name: 'ahead',
    fields: [
      { name: 'ahead.on', kind: 'switch' },
      { name: 'ahead.idleSeconds', kind: 'number', unit: 'seconds', least: 10, most: 3_600 },
      { name: 'ahead.onBattery', kind: 'switch' },
      { name: 'ahead.hourlyAnswers', kind: 'number', unit: 'answers', least: 1, most: 1_000 },
      { name: 'ahead.dailyAnswers', kind: 'number', unit: 'answers', least: 1, most: 10_000 },
      { name: 'ahead.hourlySeconds', kind: 'number', unit: 'seconds', least: 1, most: 3_600 },
      { name: 'ahead.dailySeconds', kind: 'number', unit: 'seconds', least: 1, most: 86_400 },
      { name: 'ahead.paid', kind: 'switch' },
      { name: 'ahead.hourlyTokens', kind: 'number', unit: 'tokens', least: 0, most: 10_000_000 },
      { name: 'ahead.dailyTokens', kind: 'number', unit: 'tokens', least: 0, most: 100_000_000 },
      { name: 'ahead.hourlyCents', kind: 'number', unit: 'cents', least: 0, most: 10_000 },
      { name: 'ahead.dailyCents', kind: 'number', unit: 'cents', least: 0, most: 100_000 },
    ],
  },
  {
    name: 'retrieval',
    fields: [
      { name: 'retrieval.mode', kind: 'choice', options: ['auto', 'hybrid', 'dense', 'keyword'] },
      { name: 'retrieval.broad', kind: 'switch' },
      { name: 'retrieval.rerank', kind: 'switch' },
      { name: 'retrieval.graph', kind: 'switch' },
      { name: 'retrieval.fusion', kind: 'choice', options: ['weighted', 'reciprocal-rank'] },
      { name: 'retrieval.denseWeight', kind: 'number', unit: 'part', least: 0, most: 1, decimal: true },
      { name: 'retrieval.candidates', kind: 'number', unit: 'passages', least: 10, most: 1_000 },
      { name: 'retrieval.rerankCandidates', kind: 'number', unit: 'passages', least: 2, most: 200 },
      { name: 'retrieval.contextPassages', kind: 'number', unit: 'passages', least: 1, most: 50 },
      { name: 'retrieval.diversityPool', kind: 'number', unit: 'passages', least: 1, most: 200 },
      { name: 'retrieval.diversityBalance', kind: 'number', unit: 'part', least: 0, most: 1, decimal: true },
      { name: 'retrieval.neighbours', kind: 'number', unit: 'passages', least: 0, most: 5 },
      { name: 'retrieval.contextTokens', kind: 'number', unit: 'tokens', least: 200, most: 200_000 },
      { name: 'retrieval.queries', kind: 'number', unit: 'wordings', least: 1, most: 5 },
      { name: 'retrieval.hops', kind: 'number', unit: 'searches', least: 1, most: 3 },
    ],
  },
] as const

export type SettingField = (typeof settingSections)[number]['fields'][number]
export type SettingName = SettingField['name']

/** The value at a dotted name, or undefined when there is none. */
export function readSetting(values: unknown, name: string): unknown {
  return name.split('.').reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), values)
}

/** Dotted names with their values, for the changes that bring one state of the settings to another. */
export function flattenSettings(values: Readonly<Record<string, object>>): { setting: string; value: unknown }[] {
  return Object.entries(values).flatMap(([group, each]) =>
    Object.entries(each).map(([name, value]) => ({ setting: `${group}.${name}`, value })),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

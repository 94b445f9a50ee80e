import { describe, expect, test } from 'vitest'
import { Settings } from '../contract/settings.ts'
import { resolveSettings, separateKnown, settingNames } from './settings.ts'

describe('settings', () => {
  test('no change gives the defaults', () => {
    expect(resolveSettings(new Map())).toEqual({ values: Settings.parse({}), changed: [] })
  })

  test('a change replaces one value and is listed', () => {
    const view = resolveSettings(new Map([['ingest.readers', 3]]))
    expect(view.values.ingest).toEqual({ ...Settings.parse({}).ingest, readers: 3 })
    expect(view.changed).toEqual(['ingest.readers'])
  })

  test.each([
    ['ingest.readers', -1],
    ['ingest.readers', 'many'],
    ['ingest', {}],
    ['no.such', 1],
    ['__proto__.polluted', 1],
  ])('%s = %j is refused by name', (name, value) => {
    expect(() => resolveSettings(new Map([[name, value]]))).toThrowError(
      expect.objectContaining({ code: 'SETTING_INVALID' }),
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('what a newer version stored is set apart and spoils nothing', () => {
    const { known, unknown } = separateKnown(
      new Map<string, string | number>([
        ['appearance.theme', 'dark'],
        ['future.setting', 1],
        ['ingest.readers', 1e9],
      ]),
    )
    expect([...known]).toEqual([['appearance.theme', 'dark']])
    expect(unknown).toEqual(['future.setting', 'ingest.readers'])
  })

  test('every group of the schema is listed by its dotted names', () => {
    expect(settingNames).toContain('appearance.theme')
    expect(settingNames.every((name) => name.split('.').length === 2)).toBe(true)
  })
})

import { expect, test } from 'vitest'
import { Settings } from '../../../contract/settings.ts'
import { flattenSettings, readSetting, settingSections } from './setting-fields.ts'

const defaults = Settings.parse({})

test('UX-1.settings: every setting of the contract can be changed in the page', () => {
  // Would catch: a setting that was added to the contract and is nowhere to be found.
  const shown = settingSections.flatMap(({ fields }) => fields.map(({ name }) => name))
  expect(shown.toSorted()).toEqual(
    flattenSettings(defaults)
      .map(({ setting }) => setting)
      .toSorted(),
  )
})

test('UX-1.validate: the bounds that the page checks are those of the contract', () => {
  // Would catch: a value that the page lets through and the engine refuses, or the other way round.
  const numbers = settingSections.flatMap(({ fields }) => fields.filter((field) => field.kind === 'number'))
  const accepts = (name: string, value: number) => {
    const [group = '', key = ''] = name.split('.')
    return Settings.safeParse({ [group]: { [key]: value } }).success
  }
  expect(
    numbers.map(({ name, least, most }) => [least - 1, least, most, most + 1].map((value) => accepts(name, value))),
  ).toEqual(numbers.map(() => [false, true, true, false]))
  expect(readSetting(defaults, 'answers.passages')).toBe(5)
})

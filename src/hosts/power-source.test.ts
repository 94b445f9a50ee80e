import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { answerPowerRequest, readLinuxPower } from './power-source.ts'

type Supply = Partial<Record<'type' | 'scope' | 'online' | 'status', string>>

/** Files as Linux shows them for each supply: a name is a folder, a property a file that ends with a line. */
function supplies(of: Record<string, Supply>): string {
  const folder = temporaryFolder()
  for (const [name, properties] of Object.entries(of)) {
    mkdirSync(join(folder, name))
    for (const [property, value] of Object.entries(properties))
      writeFileSync(join(folder, name, property), `${value}\n`)
  }
  return folder
}

describe('RET-11.battery: on Linux a machine', () => {
  const unplugged = { type: 'Mains', online: '0' }
  const mouse = { type: 'Battery', scope: 'Device', status: 'Discharging' }

  test.each([
    [
      'runs on its battery while that empties',
      { AC: unplugged, BAT0: { type: 'Battery', status: 'Discharging' } },
      'battery',
    ],
    [
      'is plugged in at its mains',
      { AC: { type: 'Mains', online: '1' }, BAT0: { type: 'Battery', status: 'Charging' } },
      'mains',
    ],
    // Would catch: a laptop at a docking station whose other socket is empty.
    [
      'is plugged in at one of two sockets',
      { AC: unplugged, USBC: { type: 'USB', online: '1' }, BAT0: { type: 'Battery', status: 'Not charging' } },
      'mains',
    ],
    ['is plugged in when its only battery is full', { BAT0: { type: 'Battery', status: 'Full' } }, 'mains'],
    // Would catch: a desktop that never answers ahead because its mouse has a battery.
    ['is not told of by the battery of a mouse', { hid: mouse }, 'unknown'],
    ['without any supply is not known', {}, 'unknown'],
  ] as const)('%s', async (_what, of, expected) => {
    expect(await readLinuxPower(supplies(of))).toBe(expected)
  })

  test('without the folder, as another system, is not known', async () => {
    expect(await readLinuxPower(join(temporaryFolder(), 'none'))).toBe('unknown')
  })
})

test('RET-11.battery: an engine in another process is told, and told that nobody knows where there is no reader', async () => {
  const request = { type: 'power-get', request: 7 } as const
  expect(await answerPowerRequest(async () => 'battery', request)).toMatchObject({ request: 7, source: 'battery' })
  expect(await answerPowerRequest(undefined, request)).toMatchObject({ request: 7, source: 'unknown' })
})

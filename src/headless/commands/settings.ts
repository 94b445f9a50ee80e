import type { Command } from 'commander'
import type { SettingsView } from '../../contract/settings.ts'
import { addCommonOptions, type CommandContext, type CommandRunner, type CommonOptions } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { formatTable } from '../format.ts'
import { howToRun } from '../installation.ts'
import type { EngineClient } from '../join.ts'

export function registerSettings(program: Command, run: CommandRunner): void {
  const settings = program.command('settings').description('Settings of this data folder')

  addCommonOptions(settings.command('list', { isDefault: true }).description('All settings and their values')).action(
    (options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          showSettings(await client.settings.get(), context)
          return 'ok'
        }),
      ),
  )
  addCommonOptions(
    settings.command('set <setting> <value>').description('Change one, such as "ingest.readers 2"'),
  ).action((setting: string, value: string, options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        showSettings(await change(client, setting, value), context)
        return 'ok'
      }),
    ),
  )
  addCommonOptions(settings.command('reset <setting>').description('Go back to the default')).action(
    (setting: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          showSettings(await change(client, setting, null), context)
          return 'ok'
        }),
      ),
  )
}

/** A setting that does not exist is refused with the one that was probably meant: its last word alone is easily typed. */
async function change(client: EngineClient, setting: string, typed: string | null): Promise<SettingsView> {
  const { values } = await client.settings.get()
  const names = Object.entries(values).flatMap(([group, each]) => Object.keys(each).map((name) => `${group}.${name}`))
  if (!names.includes(setting)) {
    const meant = names.find((name) => name.toLowerCase().endsWith(`.${setting.toLowerCase()}`))
    throw new CommandError('usage', {
      code: 'SETTING_INVALID',
      message: `There is no setting "${setting}".`,
      nextStep: meant ? `Did you mean ${meant}?` : `See "${howToRun('settings list')}".`,
      data: { setting, reason: 'unknown' },
    })
  }
  const value = typed === null ? null : readValue(typed, readSetting(values, setting))
  return client.settings.update({ changes: [{ setting, value }] })
}

function readSetting(values: Record<string, object>, setting: string): unknown {
  const [group = '', name = ''] = setting.split('.')
  return new Map(Object.entries(values[group] ?? {})).get(name)
}

/** Numbers and booleans as what they are, everything else as text. What is a list now is one again: with commas, or empty. */
function readValue(typed: string, now: unknown): string | number | boolean | string[] {
  if (Array.isArray(now)) return typed.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  if (typed === 'true' || typed === 'false') return typed === 'true'
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed
}

function showSettings(view: SettingsView, context: CommandContext): void {
  context.result(view, () => {
    const rows = Object.entries(view.values).flatMap(([group, values]) =>
      Object.entries(values).map(([name, value]) => {
        const setting = `${group}.${name}`
        return [setting, String(value), view.changed.includes(setting) ? 'changed' : 'default']
      }),
    )
    for (const line of formatTable(['setting', 'value', ''], rows)) context.terminal.print(line)
  })
}

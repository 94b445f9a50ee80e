import type { Command } from 'commander'
import type { z } from 'zod'
import type { SettingChange, SettingsView } from '../../contract/settings.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  usageError,
} from '../command.ts'
import { CommandError } from '../command-error.ts'
import { formatTable } from '../format.ts'
import { howToRun } from '../installation.ts'
import type { EngineClient } from '../join.ts'

type SettingValue = z.infer<typeof SettingChange>['value']

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
    settings
      .command('set <setting> <value>')
      .description('Change one, such as "ingest.readers 2" or "models.policy NAME/MODEL"')
      .addHelpText('after', '\nmodels.policy also takes "rules", or JSON with all that a policy can say.'),
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
  const value = typed === null ? null : readValue(setting, typed, readSetting(values, setting))
  return client.settings.update({ changes: [{ setting, value }] })
}

function readSetting(values: Record<string, object>, setting: string): unknown {
  const [group = '', name = ''] = setting.split('.')
  return new Map(Object.entries(values[group] ?? {})).get(name)
}

/**
 * Numbers and booleans as what they are, JSON objects too, everything else as text. What is a list now is one again: with
 * commas, or empty. A policy is short for the model that it always takes.
 */
function readValue(setting: string, typed: string, now: unknown): SettingValue {
  if (typed.trimStart().startsWith('{')) return readObject(setting, typed)
  if (setting === 'models.policy') return typed === 'rules' ? { kind: 'rules' } : { kind: 'fixed', model: typed }
  if (Array.isArray(now)) return typed.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  if (typed === 'true' || typed === 'false') return typed === 'true'
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed
}

function readObject(setting: string, typed: string): SettingValue {
  try {
    return JSON.parse(typed) as SettingValue
  } catch (error) {
    throw usageError(`What stands there for ${setting} is no JSON: ${(error as SyntaxError).message}.`)
  }
}

const describeValue = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : String(value)

function showSettings(view: SettingsView, context: CommandContext): void {
  context.result(view, () => {
    const rows = Object.entries(view.values).flatMap(([group, values]) =>
      Object.entries(values).map(([name, value]) => {
        const setting = `${group}.${name}`
        return [setting, describeValue(value), view.changed.includes(setting) ? 'changed' : 'default']
      }),
    )
    for (const line of formatTable(['setting', 'value', ''], rows)) context.terminal.print(line)
  })
}

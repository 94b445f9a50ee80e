import type { Command } from 'commander'
import type { SettingsView } from '../../contract/settings.ts'
import { addCommonOptions, type CommandContext, type CommandRunner, type CommonOptions } from '../command.ts'
import { formatTable } from '../format.ts'

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
        showSettings(await client.settings.update({ changes: [{ setting, value: readValue(value) }] }), context)
        return 'ok'
      }),
    ),
  )
  addCommonOptions(settings.command('reset <setting>').description('Go back to the default')).action(
    (setting: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          showSettings(await client.settings.update({ changes: [{ setting, value: null }] }), context)
          return 'ok'
        }),
      ),
  )
}

/** Numbers and booleans as what they are, everything else as text. */
function readValue(typed: string): string | number | boolean {
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

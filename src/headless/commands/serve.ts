import type { Command } from 'commander'
import { linkMilliseconds } from '../access.ts'
import { addCommonOptions, type CommandContext, type CommandRunner, type CommonOptions, readCount } from '../command.ts'
import type { Outcome } from '../exit-codes.ts'
import { sayLogLine } from '../log-lines.ts'
import { loopbackAddress } from '../loopback.ts'
import { notices } from '../notices.ts'
import type { Terminal } from '../terminal.ts'

type ServeOptions = CommonOptions & { port: string; host: string; open?: boolean }

export function registerServe(program: Command, run: CommandRunner): void {
  const command = program
    .command('serve')
    .description('Open Diwan for browsers and programs on this machine, until it is stopped')
    .option('--port <number>', 'port on loopback; 0 takes a free one', '0')
    .option('--host <name>', '127.0.0.1, ::1 or localhost; nothing else is allowed', '127.0.0.1')
    .option('--open', 'open a browser when there is a screen')
  addCommonOptions(command).action((options: ServeOptions) => run(options, (context) => serve(context, options)))
}

async function serve(context: CommandContext, options: ServeOptions): Promise<Outcome> {
  const port = readCount('--port', options.port, { maximum: 65_535 })
  loopbackAddress(options.host)
  const { startHost } = await import('../host.ts')
  const { canOpenBrowser } = await import('../open-browser.ts')
  const linkMinutes = linkMilliseconds / 60_000
  const { terminal } = context
  const host = await startHost({
    ...context,
    host: options.host,
    port,
    signal: terminal.signal,
    // A person at a terminal reads sentences; what collects this stream reads log lines.
    ...(terminal.interactive
      ? { logLevel: 'error', logDestination: (line: string) => sayLogLine(line, terminal) }
      : { logLevel: 'warn' }),
  })
  const opens = Boolean(options.open) && canOpenBrowser()
  context.result({ address: host.address, url: host.url, pid: host.pid }, () => {
    terminal.print(host.joined ? `Diwan runs already (process ${host.pid}).` : `Diwan runs at ${host.address}`)
    terminal.print(`Open it in one browser, once, within ${linkMinutes} minutes: ${host.url}`)
  })
  const opening = opens ? tellWhetherOpened(host.url, terminal) : null
  if (host.joined) {
    await opening
    return 'ok'
  }
  if (terminal.interactive && host.notices.includes('KEY_IN_FILE')) {
    terminal.say(`Note: ${notices.KEY_IN_FILE?.message}. ${notices.KEY_IN_FILE?.nextStep}`)
  }
  terminal.say('Ctrl-C stops it.')
  if (!terminal.signal.aborted) {
    await new Promise<void>((resolve) => terminal.signal.addEventListener('abort', () => resolve(), { once: true }))
  }
  await host.close()
  terminal.say('Diwan has stopped.')
  return 'ok'
}

async function tellWhetherOpened(url: string, terminal: Terminal): Promise<void> {
  const { openBrowser } = await import('../open-browser.ts')
  terminal.say('Opening it in your browser.')
  const reason = await openBrowser(url, terminal.signal)
  if (reason !== null) terminal.say(`No browser could be opened (${reason}). Open the address above yourself.`)
}

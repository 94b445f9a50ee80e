import type { Command } from 'commander'
import type { NetworkState, OutboundCall } from '../../contract/network.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readCount,
  usageError,
} from '../command.ts'
import { formatBytes, formatTable } from '../format.ts'

type LogOptions = CommonOptions & { limit: string; purpose?: string; host?: string }
type LoginOptions = CommonOptions & { passwordEnv: string }

const sources: Record<NetworkState['proxy']['source'], string> = {
  none: 'none, calls go straight out',
  system: 'as the system says',
  environment: 'as the environment says',
  pac: 'as a script says',
  setting: 'as set',
}

export function registerNetwork(program: Command, run: CommandRunner): void {
  const network = program.command('network').description('How calls leave this machine, and which did')

  addCommonOptions(
    network.command('state', { isDefault: true }).description('The offline switch, the proxy, certificates'),
  ).action((options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        showState(await client.network.state(), context)
        return 'ok'
      }),
    ),
  )
  addCommonOptions(
    network
      .command('log')
      .description('Calls that left or were kept from leaving, latest first; never what was sent or received')
      .option('--limit <count>', 'how many', '50')
      .option('--purpose <purpose>', 'only of one purpose, such as model or web-page')
      .option('--host <part>', 'only to hosts with this in their name'),
  ).action((options: LogOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const { purpose, host } = options
        const log = await client.network.log({
          limit: readCount('--limit', options.limit, { minimum: 1, maximum: 500 }),
          ...(purpose === undefined ? {} : { purpose }),
          ...(host === undefined ? {} : { host }),
        })
        context.result(log, () => showLog(log, context))
        return 'ok'
      }),
    ),
  )
  addCommonOptions(
    network
      .command('login <user>')
      .description('Say who this is to proxies that ask; kept like the keys of providers, and never shown')
      .requiredOption('--password-env <name>', 'environment variable that holds the password'),
  ).action((user: string, options: LoginOptions) =>
    run(options, (context) => {
      const password = process.env[options.passwordEnv]
      if (password === undefined) throw usageError(`There is no environment variable ${options.passwordEnv}.`)
      return setLogin({ user, password }, context)
    }),
  )
  addCommonOptions(network.command('logout').description('Forget who this is to proxies')).action(
    (options: CommonOptions) => run(options, (context) => setLogin(null, context)),
  )
}

function setLogin(login: { user: string; password: string } | null, context: CommandContext) {
  return context.withEngine(async (client) => {
    showState(await client.network.setProxyLogin({ login }), context)
    return 'ok' as const
  })
}

function showState(state: NetworkState, context: CommandContext): void {
  const { offline, proxy, certificates } = state
  context.result(state, () => {
    const { terminal } = context
    terminal.print(`Offline: ${offline ? 'yes, nothing leaves this machine' : 'no'}`)
    terminal.print(`Proxy: ${sources[proxy.source]}${proxy.address === null ? '' : `, ${proxy.address}`}`)
    terminal.print(`Login for proxies: ${proxy.hasLogin ? 'kept' : 'none'}`)
    terminal.print(`Certificates of the system beside Node's own: ${certificates.system}`)
    for (const { path, count, problem } of certificates.files) {
      terminal.print(`Certificates of ${path}: ${problem === null ? count : `none, the file is ${problem}`}`)
    }
  })
}

function showLog({ total, items }: { total: number; items: OutboundCall[] }, { terminal }: CommandContext): void {
  if (items.length === 0) {
    terminal.print('No calls.')
    return
  }
  const rows = items.map((call) => [
    new Date(call.at).toISOString().slice(0, 19).replace('T', ' '),
    call.purpose,
    call.host,
    call.code ?? String(call.status),
    formatBytes(call.bytesSent),
    formatBytes(call.bytesReceived),
    `${Math.round(call.milliseconds)} ms`,
    call.proxy ?? '',
  ])
  const titles = ['at (UTC)', 'purpose', 'host', 'outcome', 'sent', 'received', 'time', 'by way of']
  for (const line of formatTable(titles, rows)) terminal.print(line)
  if (total > items.length) terminal.say(`${items.length} of ${total}`)
}

import type { Command } from 'commander'
import { exactDollars } from '../../contract/dollars.ts'
import type { ModelPrice } from '../../contract/usage.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  usageError,
} from '../command.ts'
import { formatTable } from '../format.ts'
import { readDollars, readMoment } from '../read-dollars.ts'
import { toPlainText } from '../terminal.ts'
import { readTypedFile } from '../typed-path.ts'

type PriceOptions = CommonOptions & {
  input?: string
  output?: string
  cachedInput?: string
  cacheWrite?: string
  from?: string
  remove?: boolean
}

/** `models price` and `models prices`. `models`: the command they are under. */
export function registerModelPrices(models: Command, run: CommandRunner): void {
  addCommonOptions(
    models
      .command('price <model>')
      .description('Say what a model costs, in dollars a million tokens; without --input, show what is known')
      .option('--input <dollars>', 'what it reads')
      .option('--output <dollars>', 'what it writes')
      .option('--cached-input <dollars>', "what it reads from the provider's cache (default: as --input)")
      .option('--cache-write <dollars>', "what it writes into the provider's cache (default: as --input)")
      .option('--from <date>', 'day or time from which it holds (default: now)')
      .option('--remove', 'take back the price that was set with this --from'),
  ).action((model: string, options: PriceOptions) => run(options, (context) => price(model, { options, context })))
  addCommonOptions(
    models
      .command('prices [file]')
      .description('Prices that are known; with a file, take its table: a JSON list, all of it or none'),
  ).action((file: string | undefined, options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        if (file !== undefined) {
          const taken = await client.prices.import({ json: await readTypedFile(context.path(file)) })
          context.result(taken, () =>
            context.terminal.print(`Taken: ${taken.added} prices. ${taken.unchanged} were known already.`),
          )
          return 'ok'
        }
        const prices = await client.prices.list({})
        context.result({ prices }, () => showPrices(prices, context))
        return 'ok'
      }),
    ),
  )
}

async function price(model: string, { options, context }: { options: PriceOptions; context: CommandContext }) {
  const { input, output, cachedInput, cacheWrite } = options
  const validFrom = options.from === undefined ? undefined : readMoment('--from', options.from)
  if (options.remove === true) {
    if (validFrom === undefined) throw usageError('--remove needs --from with the time of the price.')
    return context.withEngine(async (client) => {
      const removed = await client.prices.remove({ model, validFrom })
      context.result(removed, () => context.terminal.print(`Removed a price of ${toPlainText(model)}.`))
      return 'ok'
    })
  }
  if (input === undefined && output === undefined) {
    return context.withEngine(async (client) => {
      const prices = await client.prices.list({ model })
      context.result({ prices }, () => showPrices(prices, context))
      return 'ok'
    })
  }
  if (input === undefined || output === undefined) throw usageError('A price needs both --input and --output.')
  const asked = {
    model,
    input: readDollars('--input', input),
    output: readDollars('--output', output),
    ...(cachedInput === undefined ? {} : { cachedInput: readDollars('--cached-input', cachedInput) }),
    ...(cacheWrite === undefined ? {} : { cacheWrite: readDollars('--cache-write', cacheWrite) }),
    ...(validFrom === undefined ? {} : { validFrom }),
  }
  return context.withEngine(async (client) => {
    const set = await client.prices.set(asked)
    context.result(set, () => showPrices([set], context))
    return 'ok'
  })
}

function showPrices(prices: readonly ModelPrice[], { terminal }: CommandContext): void {
  if (prices.length === 0) {
    terminal.print('No price is known.')
    return
  }
  const dollars = (nanoDollars: number | null) => (nanoDollars === null ? '' : exactDollars(nanoDollars))
  const rows = prices.map(({ model, validFrom, input, output, cachedInput, cacheWrite, origin }) => [
    toPlainText(model),
    new Date(validFrom).toISOString().replace(/:\d\d\.\d+Z$/, 'Z'),
    ...[input, output, cachedInput, cacheWrite].map(dollars),
    origin === 'shipped' ? 'Diwan' : 'you',
  ])
  terminal.print('Dollars a million tokens:')
  const heads = ['model', 'from', 'input', 'output', 'cached input', 'cache write', 'said by']
  for (const line of formatTable(heads, rows)) terminal.print(line)
}

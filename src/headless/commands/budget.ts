import type { Command } from 'commander'
import { type Budget, BudgetScope } from '../../contract/usage.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readChoice,
} from '../command.ts'
import { formatTable } from '../format.ts'
import { formatDollars } from '../format-dollars.ts'
import { readDollars } from '../read-dollars.ts'
import { toPlainText } from '../terminal.ts'

const periods = ['none', 'day', 'month'] as const

type SetOptions = CommonOptions & { scope: string; limit: string; subject?: string; period?: string }

/** `budget`. */
export function registerBudget(program: Command, run: CommandRunner): void {
  const budget = program.command('budget').description('What models may cost; calls that could cost more are refused')

  addCommonOptions(budget.command('list', { isDefault: true }).description('Budgets, and what is left of them')).action(
    (options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const budgets = await client.budgets.list()
          context.result({ budgets }, () => showBudgets(budgets, context))
          return 'ok'
        }),
      ),
  )
  addCommonOptions(
    budget
      .command('set')
      .description('Set a budget, or change the one of the same scope and subject')
      .requiredOption('--scope <scope>', `one of ${BudgetScope.options.join(', ')}`)
      .requiredOption('--limit <dollars>', 'dollars; 0 lets only what is free begin')
      .option('--subject <subject>', 'which agent, workflow, library (id or name) or conversation')
      .option(
        '--period <period>',
        `when it starts anew: one of ${periods.join(', ')} (day and month say it themselves)`,
      ),
  ).action((options: SetOptions) =>
    run(options, (context) => {
      const asked = {
        scope: readChoice('--scope', options.scope, BudgetScope.options),
        limitNanoDollars: readDollars('--limit', options.limit),
        ...(options.subject === undefined ? {} : { subject: options.subject }),
        ...(options.period === undefined ? {} : { period: readChoice('--period', options.period, periods) }),
      }
      return context.withEngine(async (client) => {
        const set = await client.budgets.set(asked)
        context.result(set, () => showBudgets([set], context))
        return 'ok'
      })
    }),
  )
  addCommonOptions(budget.command('remove <id>').description('Remove a budget')).action(
    (budgetId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const removed = await client.budgets.remove({ budgetId })
          context.result(removed, () => context.terminal.print('Removed.'))
          return 'ok'
        }),
      ),
  )
}

function describeState({ state, isOverbilled }: Budget): string {
  return isOverbilled ? 'stopped: a provider billed more than was set aside' : state
}

function showBudgets(budgets: readonly Budget[], { terminal }: CommandContext): void {
  if (budgets.length === 0) {
    terminal.print('There is no budget.')
    return
  }
  const rows = budgets.map((budget) => [
    budget.scope,
    toPlainText(budget.title ?? budget.subject ?? ''),
    formatDollars(budget.limitNanoDollars),
    formatDollars(budget.spentNanoDollars),
    formatDollars(budget.reservedNanoDollars),
    describeState(budget),
    budget.renewsAt === null ? 'never' : new Date(budget.renewsAt).toISOString(),
    budget.id,
  ])
  const heads = ['scope', 'subject', 'limit', 'spent', 'set aside', 'state', 'starts anew', 'id']
  for (const line of formatTable(heads, rows)) terminal.print(line)
}

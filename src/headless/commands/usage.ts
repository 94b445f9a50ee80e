import type { Command } from 'commander'
import { type UsageAdvice, type UsageCall, type UsageFilter, UsageGroup, type UsageSums } from '../../contract/usage.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readChoice,
  readCount,
} from '../command.ts'
import { count, formatTable } from '../format.ts'
import { formatDollars } from '../format-dollars.ts'
import type { EngineClient } from '../join.ts'
import { readMoment } from '../read-dollars.ts'
import { toPlainText } from '../terminal.ts'

type UsageOptions = CommonOptions & {
  by: string
  from?: string
  to?: string
  model?: string
  agent?: string
  workflow?: string
  library?: string
  conversation?: string
  limit?: string
  csv?: boolean
}

/** Calls that one request gives. */
const callsAPage = 500

/** Calls in the table where nobody says how many. */
const callsShown = 20

/** `usage`. */
export function registerUsage(program: Command, run: CommandRunner): void {
  addCommonOptions(
    program
      .command('usage')
      .description('What models read, wrote and cost: sums, latest calls, and what would save money')
      .option('--by <group>', `rows by one of ${UsageGroup.options.join(', ')}`, 'model')
      .option('--from <date>', 'calls since this day or time')
      .option('--to <date>', 'calls before this day or time')
      .option('--model <model>', 'calls of one model')
      .option('--agent <agent>', 'calls of one agent')
      .option('--workflow <workflow>', 'calls of one workflow')
      .option('--library <library>', 'calls over one library, by id or name')
      .option('--conversation <id>', 'calls of one conversation')
      .option('--limit <calls>', 'latest calls to list (default: 20, with --json all)')
      .option('--csv', 'print all calls as CSV instead'),
  ).action((options: UsageOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const filter = await readFilter(options, client)
        if (options.csv === true) {
          const { name, text } = await client.usage.csv({ filter })
          context.result({ name, text }, () => context.terminal.print(text.trimEnd()))
          return 'ok'
        }
        const by = readChoice('--by', options.by, UsageGroup.options)
        const limit = readLimit(options)
        const { total, groups } = await client.usage.summary({ filter, by })
        const calls = await listCalls(client, filter, limit)
        const advice = await client.usage.advice({ filter })
        context.result({ total, groups, calls, advice }, () => {
          showSums(
            [...groups.map((group) => ({ ...group, name: nameOf(group) })), { ...total, name: 'all' }],
            by,
            context,
          )
          showCalls(calls, context)
          for (const one of advice) context.terminal.print(describeAdvice(one))
        })
        return 'ok'
      }),
    ),
  )
}

function readLimit({ limit, json }: UsageOptions): number {
  if (limit === undefined) return json === true ? Number.POSITIVE_INFINITY : callsShown
  return readCount('--limit', limit, { maximum: 100_000_000 })
}

async function readFilter(options: UsageOptions, client: EngineClient): Promise<UsageFilter> {
  const { from, to, model, agent, workflow, library, conversation } = options
  return {
    ...(from === undefined ? {} : { from: readMoment('--from', from) }),
    ...(to === undefined ? {} : { to: readMoment('--to', to) }),
    ...(model === undefined ? {} : { model }),
    ...(agent === undefined ? {} : { agent }),
    ...(workflow === undefined ? {} : { workflow }),
    ...(library === undefined ? {} : { libraryId: (await client.libraries.get({ library })).id }),
    ...(conversation === undefined ? {} : { conversationId: conversation }),
  }
}

async function listCalls(client: EngineClient, filter: UsageFilter, limit: number): Promise<UsageCall[]> {
  const calls: UsageCall[] = []
  while (calls.length < limit) {
    const wanted = Math.min(callsAPage, limit - calls.length)
    const { items } = await client.usage.calls({ filter, offset: calls.length, limit: wanted })
    calls.push(...items)
    if (items.length < wanted) break
  }
  return calls
}

const nameOf = ({ key, title }: { key: string | null; title: string | null }) => title ?? key ?? 'none'

function showSums(rows: readonly (UsageSums & { name: string })[], by: UsageGroup, { terminal }: CommandContext): void {
  const cells = rows.map(({ name, calls, failed, usage, nanoDollars, savedNanoDollars, totalMs }) => [
    toPlainText(name),
    ...[calls, failed, usage.inputTokens, usage.cachedInputTokens, usage.outputTokens].map((number) =>
      number.toLocaleString('en'),
    ),
    formatDollars(nanoDollars),
    formatDollars(savedNanoDollars),
    totalMs === null ? '' : `${Math.round(totalMs.p50)} / ${Math.round(totalMs.p95)} ms`,
  ])
  const heads = [by, 'calls', 'failed', 'read', 'of it cached', 'written', 'cost', 'saved by caches', 'time p50 / p95']
  for (const line of formatTable(heads, cells)) terminal.print(line)
  const unpriced = rows.at(-1)?.unpriced ?? 0
  if (unpriced > 0) {
    terminal.print(`Not in the cost: ${count(unpriced, 'call')} of models whose price nobody has said.`)
  }
}

function showCalls(calls: readonly UsageCall[], { terminal }: CommandContext): void {
  if (calls.length === 0) return
  const cells = calls.map(({ at, model, purpose, outcome, code, usage, nanoDollars, priceKnown }) => [
    new Date(at).toISOString(),
    toPlainText(model),
    purpose,
    code === null ? outcome : `${outcome} (${code})`,
    usage.inputTokens.toLocaleString('en'),
    usage.outputTokens.toLocaleString('en'),
    priceKnown ? formatDollars(nanoDollars) : 'not known',
  ])
  terminal.print('')
  for (const line of formatTable(['time', 'model', 'for', 'outcome', 'read', 'written', 'cost'], cells)) {
    terminal.print(line)
  }
}

function describeAdvice({ kind, model, agent, calls, measured, savesNanoDollarsAMonth }: UsageAdvice): string {
  const whose = toPlainText(agent === null ? model : `${agent}, ${model}`)
  const found = `${whose}: ${count(calls, 'call')}`
  const what = {
    'many-tokens': `${found} with up to ${Math.round(measured).toLocaleString('en')} tokens. Give it fewer or shorter passages, or split the step.`,
    'redundant-context': `${found} in which up to ${Math.round(measured * 100)} % of the text is there twice. Leave out what it was given before.`,
    'many-parallel': `${found} with up to ${measured} at once. Let one run first, so that the others read its context from the cache.`,
  }[kind]
  return `${what} Saves about ${formatDollars(savesNanoDollarsAMonth)} a month.`
}

import type { Command } from 'commander'
import type { WaitingAnswer } from '../../contract/waiting.ts'
import { addCommonOptions, type CommandRunner, type CommonOptions } from '../command.ts'
import { formatTable } from '../format.ts'
import { toPlainText } from '../terminal.ts'

/** `waiting`. */
export function registerWaiting(program: Command, run: CommandRunner): void {
  const waiting = program.command('waiting').description('Questions whose answers are still to come')

  addCommonOptions(
    waiting.command('list', { isDefault: true }).description('What waits, why, and when models are asked again'),
  ).action((options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const answers = await client.chat.waiting({})
        context.result({ answers }, () => {
          if (answers.length === 0) context.terminal.print('No question waits.')
          else for (const line of tableOf(answers)) context.terminal.print(line)
        })
        return 'ok'
      }),
    ),
  )
  addCommonOptions(
    waiting.command('stop <id>').description('Ask models no more for an answer; its question stays'),
  ).action((messageId: string, options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const stopped = await client.chat.stopWaiting({ messageId })
        context.result(stopped, () => context.terminal.print('It is not asked any more.'))
        return 'ok'
      }),
    ),
  )
}

function tableOf(answers: readonly WaitingAnswer[]): string[] {
  const rows = answers.map(({ messageId, question, tries, retryAt, inBatchSince, reason }) => [
    messageId,
    toPlainText(question).slice(0, 60),
    `${tries}`,
    retryAt === null ? 'given up' : new Date(retryAt).toISOString(),
    toPlainText(reason ?? (inBatchSince === null ? '' : 'in a batch of its provider, for up to a day')),
  ])
  return formatTable(['answer', 'question', 'tries', 'asked again at', 'why'], rows)
}

import type { Command } from 'commander'
import type { AheadState, AheadStatus, PowerSource } from '../../contract/ahead.ts'
import { addCommonOptions, type CommandRunner, type CommonOptions } from '../command.ts'
import { count } from '../format.ts'
import { formatDollars } from '../format-dollars.ts'

const states: Record<AheadState, string> = {
  off: 'off',
  waiting: 'waits until there is nothing else to do',
  answering: 'answers a likely question now',
  done: 'nothing is left to be answered',
  'on-battery': 'waits for the machine to be plugged in',
  'over-budget': 'has used up what an hour or a day may take',
}

const powers: Record<PowerSource, string> = {
  mains: 'plugged in',
  battery: 'on battery',
  unknown: 'not told by this machine, counts as plugged in',
}

export function registerStatus(program: Command, run: CommandRunner): void {
  const command = program.command('status').description('What Diwan does in the background, and what that took')
  addCommonOptions(command).action((options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const [jobs, ahead] = await Promise.all([
          client.jobs.list({ unfinished: true, limit: 1 }),
          client.ahead.status(),
        ])
        context.result({ unfinishedJobs: jobs.total, ahead }, () => {
          context.terminal.print(`Jobs not at an end: ${jobs.total}`)
          for (const line of describeAhead(ahead)) context.terminal.print(line)
        })
        return 'ok'
      }),
    ),
  )
}

function describeAhead({ state, power, month }: AheadStatus): string[] {
  const { answers, used, seconds, nanoDollars } = month
  return [
    `Answering ahead: ${states[state]}`,
    `Power: ${powers[power]}`,
    `In 30 days: ${count(answers, 'answer')} made ahead, ${used} asked for, ` +
      `${count(Math.round(seconds), 'second')} of computing, ${formatDollars(nanoDollars)}`,
  ]
}

import type { Command } from 'commander'
import { addCommonOptions, type CommandRunner, type CommonOptions } from '../command.ts'

export function registerDoctor(program: Command, run: CommandRunner): void {
  const command = program.command('doctor').description('Check that everything Diwan needs is there and works')
  addCommonOptions(command).action((options: CommonOptions) =>
    run(options, async (context) => {
      const { examine } = await import('../doctor.ts')
      const findings = await examine(context)
      const worst =
        (['fail', 'warn'] as const).find((status) => findings.some((each) => each.status === status)) ?? 'ok'
      context.result({ status: worst, dataFolder: context.dataFolder, findings }, () => {
        for (const { status, name, message, nextStep } of findings) {
          context.terminal.print(`${status.padEnd(4)}  ${name.padEnd(12)}  ${message}`)
          if (nextStep) context.terminal.print(`${' '.repeat(20)}${nextStep}`)
        }
      })
      return worst === 'fail' ? 'unhealthy' : 'ok'
    }),
  )
}

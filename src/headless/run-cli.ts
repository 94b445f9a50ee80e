import { Command, CommanderError } from 'commander'
import { type CommandRunner, createCommandContext } from './command.ts'
import { CommandError, toCommandError } from './command-error.ts'
import { registerAsk } from './commands/ask.ts'
import { registerBudget } from './commands/budget.ts'
import { registerCheck } from './commands/check.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerDocument } from './commands/document.ts'
import { registerEval } from './commands/eval.ts'
import { registerExplain } from './commands/explain.ts'
import { registerGraph } from './commands/graph.ts'
import { registerIngest } from './commands/ingest.ts'
import { registerJobs } from './commands/jobs.ts'
import { registerLibraries } from './commands/libraries.ts'
import { registerModels } from './commands/models.ts'
import { registerNetwork } from './commands/network.ts'
import { registerSearch } from './commands/search.ts'
import { registerServe } from './commands/serve.ts'
import { registerSettings } from './commands/settings.ts'
import { registerStatus } from './commands/status.ts'
import { registerUsage } from './commands/usage.ts'
import { registerWaiting } from './commands/waiting.ts'
import { exitCodes, type Outcome } from './exit-codes.ts'
import { howToRun, readVersion } from './installation.ts'
import { type Terminal, toPlainJson } from './terminal.ts'

/** Runs one command line and returns the exit code. Never throws. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  let outcome: Outcome = 'ok'
  const run: CommandRunner = async (options, action) => {
    outcome = await runAction(terminal, options, action)
  }
  try {
    await createProgram(run, terminal).parseAsync([...words], { from: 'user' })
  } catch (error) {
    // Help and version end with code 0; what commander did not understand, it has said already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code
    outcome = report(error, terminal, words.includes('--json'))
  }
  return exitCodes[outcome].code
}

async function runAction(terminal: Terminal, ...[options, action]: Parameters<CommandRunner>): Promise<Outcome> {
  try {
    return await action(await createCommandContext(terminal, options))
  } catch (error) {
    return report(terminal.signal.aborted ? interrupted(error) : error, terminal, options.json ?? false)
  } finally {
    terminal.endProgress()
  }
}

/** A command that failed says why on standard error, and with `--json` also as the one object on standard output. */
function report(error: unknown, terminal: Terminal, json: boolean): Outcome {
  const { outcome, complaint, cause } = toCommandError(error)
  terminal.say(`diwan: ${complaint.message}`)
  if (complaint.nextStep) terminal.say(complaint.nextStep)
  if (outcome === 'internal' && cause instanceof Error && cause.stack) terminal.say(cause.stack)
  if (json) terminal.print(toPlainJson({ error: complaint }))
  return outcome
}

function interrupted(error: unknown): unknown {
  if (error instanceof CommandError && error.outcome === 'interrupted') return error
  return new CommandError('interrupted', { code: 'INTERRUPTED', message: 'Stopped.' })
}

function createProgram(run: CommandRunner, terminal: Terminal): Command {
  const program = new Command('diwan')
    .description('Ask your own documents, on your own machine.')
    .version(readVersion(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.say(text.replace(/\n$/, '')),
    })
    .showHelpAfterError(`See "${howToRun('help')}".`)
    .addHelpText('after', `\nExit codes:\n${describeExitCodes()}`)
  registerAsk(program, run)
  registerCheck(program, run)
  registerIngest(program, run)
  registerSearch(program, run)
  registerExplain(program, run)
  registerGraph(program, run)
  registerEval(program, run)
  registerLibraries(program, run)
  registerModels(program, run)
  registerUsage(program, run)
  registerBudget(program, run)
  registerWaiting(program, run)
  registerNetwork(program, run)
  registerDocument(program, run)
  registerJobs(program, run)
  registerSettings(program, run)
  registerServe(program, run)
  registerStatus(program, run)
  registerDoctor(program, run)
  return program
}

function describeExitCodes(): string {
  return Object.values(exitCodes)
    .map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
    .join('\n')
}

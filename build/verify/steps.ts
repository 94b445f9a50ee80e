import { performance } from 'node:perf_hooks'
import { run } from '../launch/processes.mjs'

export interface Skip {
  readonly title: string
  readonly reason: string
}

export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skips: readonly Skip[]
  /** What there is to say in a few words, beside the counts. */
  readonly note?: string
  /** Everything that was printed: shown when the step fails. */
  readonly output: string
}

export interface Step {
  readonly name: string
  readonly run: () => Promise<Outcome>
}

/** A step that counts as one: it passes or fails as a whole. `work` returns a note, and throws to fail. */
export function check(name: string, work: () => Promise<string> | string): Step {
  return {
    name,
    run: async () => {
      try {
        return { passed: 1, failed: 0, skips: [], note: await work(), output: '' }
      } catch (error) {
        return { passed: 0, failed: 1, skips: [], output: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}

/** A check by a program of the project: its exit code decides. `script` is the path of its JavaScript. */
export function program(name: string, script: string, args: readonly string[]): Step {
  return check(name, async () => {
    const ended = await run(process.execPath, [script, ...args], { output: 'capture', limitSeconds: 300 })
    if (ended.code !== 0) throw new Error(ended.timedOut ? `${ended.output}\nstopped after 300 s` : ended.output)
    return ''
  })
}

/**
 * Runs the steps in order and stops at the first that fails; those of a group run at the same time, each to its end. The last
 * line on standard output is always `N passed, N failed, N skipped`, with one line per skip above it.
 */
export async function runSteps(steps: readonly (Step | readonly Step[])[]): Promise<void> {
  const outcomes: Outcome[] = []
  for (const entry of steps) {
    const group = await Promise.all([entry].flat().map(runTimed))
    outcomes.push(...group.map(({ outcome }) => outcome))
    for (const timed of group) print(timed)
    if (group.some(({ outcome }) => outcome.failed > 0)) break
  }
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0)
  const skips = outcomes.flatMap((outcome) => outcome.skips)
  for (const { title, reason } of skips) console.log(`skipped: ${title}: ${reason}`)
  const failed = sum((outcome) => outcome.failed)
  console.log(`${sum((outcome) => outcome.passed)} passed, ${failed} failed, ${skips.length} skipped`)
  process.exitCode = failed === 0 ? 0 : 1
}

type Timed = { readonly name: string; readonly outcome: Outcome; readonly seconds: number }

async function runTimed({ name, run: start }: Step): Promise<Timed> {
  const started = performance.now()
  const outcome = await start()
  return { name, outcome, seconds: (performance.now() - started) / 1000 }
}

function print({ name, outcome, seconds }: Timed): void {
  const mark = outcome.failed === 0 ? '✓' : '✗'
  console.log(`${mark} ${name.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s  ${describe(outcome)}`.trimEnd())
  if (outcome.failed > 0) console.log(`\n${outcome.output.trimEnd()}\n`)
}

function describe({ passed, failed, skips, note = '' }: Outcome): string {
  const counts = [
    passed + failed > 1 ? `${passed} passed` : '',
    failed > 1 ? `${failed} failed` : '',
    skips.length > 0 ? `${skips.length} skipped` : '',
    note,
  ]
  return counts.filter((text) => text !== '').join(', ')
}

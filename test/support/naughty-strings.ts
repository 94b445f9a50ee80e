import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { runCliHere } from './cli.ts'

const file = new URL('../../../shared/data/strings/blns/blns.json', import.meta.url)

export type Endings = {
  /** How many commands ended with each exit code: `ask 0`. */
  counts: Record<string, number>
  /** Commands that ended otherwise than with an answer or a refusal. */
  unexpected: string[]
}

const commands = [['ask'], ['libraries', 'create']] as const

/** Types the strings of the public list as questions and as names of libraries, at the command line. */
export async function tryStrings(
  dataFolder: string,
  choose: (text: string, index: number) => boolean,
): Promise<Endings> {
  const strings = (JSON.parse(readFileSync(file, 'utf8')) as string[]).filter(choose)
  const endings: Endings = { counts: {}, unexpected: [] }
  for (const text of strings) {
    for (const words of commands) {
      const options = ['--json', '--data', dataFolder]
      const { code, stderr } = await runCliHere([...words, ...options, '--', text], { cwd: tmpdir() })
      const ending = `${words.join(' ')} ${code}`
      endings.counts[ending] = (endings.counts[ending] ?? 0) + 1
      // 0 answered or made, 2 not valid (an empty question), 4 taken (a name that differs in case only).
      if (code !== 0 && code !== 2 && code !== 4)
        endings.unexpected.push(`${ending} ${JSON.stringify(text)}: ${stderr}`)
    }
  }
  return endings
}

import type { Evaluation, EvaluationOptions, EvaluationQuestion } from '../../contract/evaluation.ts'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { assertJobDone, followJob } from '../follow-job.ts'
import type { EngineClient } from '../join.ts'
import { ensureLibrary } from '../library.ts'

/** Runs an evaluation to its end and says meanwhile how far it is. Ctrl-C ends it. */
export async function followEvaluation(
  client: EngineClient,
  { terminal }: CommandContext,
  input: EvaluationOptions & ({ setId: string } | { library: string; questions: EvaluationQuestion[] }),
): Promise<Evaluation> {
  const events = await client.evaluation.run(input, { signal: terminal.signal })
  let evaluation: Evaluation | null = null
  for await (const event of events) {
    if (event.type === 'evaluation-progress') terminal.progress(`Asked ${event.done} of ${event.total}`)
    else evaluation = event.evaluation
  }
  terminal.endProgress()
  if (evaluation !== null) return evaluation
  throw new CommandError('refused', { code: 'ENGINE_UNAVAILABLE', message: 'The evaluation ended before its result.' })
}

/** Reads the corpus of a public test set into a library, which is made when there is none. */
export async function readCorpus(
  client: EngineClient,
  { terminal }: CommandContext,
  from: { library: string; corpus: string },
): Promise<void> {
  const { library } = await ensureLibrary(client, from.library)
  const job = await client.documents.import({ library: library.id, paths: [from.corpus], format: 'beir' })
  assertJobDone(await followJob(client, job, terminal))
}

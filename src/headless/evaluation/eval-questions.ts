import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { EvaluationQuestion } from '../../contract/evaluation.ts'
import { type CommandContext, type CommonOptions, readCount, usageError } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { howToRun } from '../installation.ts'
import type { EngineClient } from '../join.ts'
import { readTypedFile } from '../typed-path.ts'
import { readCorpus } from './follow-evaluation.ts'

export type EvalOptions = CommonOptions & {
  library?: string
  queries?: string
  qrels?: string
  beir?: string
  name?: string
  draft?: string
  settings?: string
  against?: string
  answers?: boolean
  limit: string
}

/** A kept set, or questions that are asked once. */
type Subject = { setId: string } | { library: string; questions: EvaluationQuestion[] }

export type Questions = {
  library: string
  /** Reads the corpus of a public set into the library, keeps what is to be kept, and answers with what is to be asked. */
  prepare(client: EngineClient): Promise<Subject>
}

/** Where a person wants the questions from: files, documents of the library, or a set that is kept. */
export async function findQuestions(context: CommandContext, options: EvalOptions): Promise<Questions> {
  const { beir, name, draft } = options
  const folder = beir === undefined ? null : context.path(beir)
  const library = options.library ?? (folder && basename(folder))
  const queries = options.queries ? context.path(options.queries) : folder && join(folder, 'queries.jsonl')
  const qrels = options.qrels ? context.path(options.qrels) : folder && findJudgements(folder)
  if (!library) throw usageError('Name --library, --queries and --qrels, or --beir DIR.')
  if (draft !== undefined) {
    if (queries || qrels) throw usageError('--draft makes the questions; leave --queries, --qrels and --beir out.')
    if (name === undefined) throw usageError('Say with --name under which name the drafts are kept.')
    const count = readCount('--draft', draft, { minimum: 1, maximum: 500 })
    return { library, prepare: (client) => keepDrafts(client, { library, name, count }) }
  }
  if (queries && qrels) {
    const files = { queries: await readTypedFile(queries), qrels: await readTypedFile(qrels) }
    const prepare = async (client: EngineClient): Promise<Subject> => {
      // Before the corpus: what can't be read should leave nothing behind.
      const questions = await client.evaluation.sets.read(files)
      if (folder !== null) await readCorpus(client, context, { library, corpus: folder })
      if (name === undefined) return { library, questions }
      return { setId: (await client.evaluation.sets.save({ library, name, questions })).id }
    }
    return { library, prepare }
  }
  if (queries || qrels || name === undefined) {
    throw usageError('Name --library, --queries and --qrels, or --beir DIR, or --name of a set that is kept.')
  }
  return { library, prepare: (client) => findKept(client, { library, name }) }
}

/** BEIR's sets keep their judgements in `qrels/test.tsv`; smaller ones in `qrels.tsv`. */
function findJudgements(folder: string): string {
  const nested = join(folder, 'qrels', 'test.tsv')
  return existsSync(nested) ? nested : join(folder, 'qrels.tsv')
}

/** A set that a person has made is never written over by drafts. */
async function keepDrafts(
  client: EngineClient,
  { library, name, count }: { library: string; name: string; count: number },
): Promise<Subject> {
  if ((await findByName(client, { library, name })) !== undefined) {
    throw new CommandError('refused', {
      code: 'EVALUATION_EXISTS',
      message: `The library has a set “${name}” already.`,
      nextStep: 'Choose another --name, or leave --draft out to run it.',
    })
  }
  const questions = await client.evaluation.sets.draft({ library, count })
  if (questions.length === 0) {
    throw new CommandError('refused', {
      code: 'EVALUATION_NO_DRAFTS',
      message: 'No question could be made from this library’s documents.',
      nextStep: 'Write the questions yourself, in the two files that --queries and --qrels name.',
    })
  }
  return { setId: (await client.evaluation.sets.save({ library, name, questions })).id }
}

async function findKept(client: EngineClient, asked: { library: string; name: string }): Promise<Subject> {
  const set = await findByName(client, asked)
  if (set !== undefined) return { setId: set.id }
  throw new CommandError('not-found', {
    code: 'EVALUATION_NOT_FOUND',
    message: `The library has no set of questions “${asked.name}”.`,
    nextStep: `Make one: ${howToRun('eval --library L --draft 50 --name SET')}.`,
  })
}

async function findByName(client: EngineClient, { library, name }: { library: string; name: string }) {
  const wanted = name.trim().toLowerCase()
  const sets = await client.evaluation.sets.list({ library })
  return sets.find((set) => set.name.toLowerCase() === wanted)
}

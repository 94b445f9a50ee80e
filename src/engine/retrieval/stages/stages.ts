import type { Explanation, RetrievalStage, StageRemark } from '../../../contract/explain.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'

/** What a step did: whether it ran, what needs saying of it, and how many passages came out of it. */
type StageNote = Omit<Explanation['stages'][number], 'milliseconds'>

/** Runs a question's stages under spans (`retrieval.<stage>`) and keeps what each took. */
export function createStages(telemetry: Telemetry) {
  const taken = new Map<string, number>()
  const notes = new Map<RetrievalStage, StageNote>()
  const begun = performance.now()
  const add = (stage: string, start: number) => taken.set(stage, (taken.get(stage) ?? 0) + performance.now() - start)
  const rounded = (milliseconds: number) => Math.round(milliseconds * 1000) / 1000

  return {
    async run<Result>(stage: string, work: () => Promise<Result> | Result): Promise<Result> {
      const start = performance.now()
      try {
        return await telemetry.span(`retrieval.${stage}`, work)
      } finally {
        add(stage, start)
      }
    },

    /** A step that ran twice, for a second search, keeps its last note. */
    note(stage: RetrievalStage, { passages, remark = null }: Pick<StageNote, 'passages'> & Partial<StageNote>): void {
      notes.set(stage, { stage, ran: true, remark, passages })
    },

    /** A step that was off or had nothing to do. One that ran before keeps its note. */
    skip(stage: RetrievalStage, code: StageRemark): void {
      if (!notes.has(stage)) notes.set(stage, { stage, ran: false, remark: { code, count: null }, passages: null })
    },

    notes: (): (StageNote & { milliseconds: number })[] =>
      [...notes.values()].map((note) => ({ ...note, milliseconds: rounded(taken.get(note.stage) ?? 0) })),

    /** Milliseconds by stage and in `total` since the stages were made, to the microsecond. */
    timings(): Record<string, number> {
      const entries = [...taken, ['total', performance.now() - begun] as const]
      return Object.fromEntries(entries.map(([stage, milliseconds]) => [stage, rounded(milliseconds)]))
    },
  }
}

export type Stages = ReturnType<typeof createStages>

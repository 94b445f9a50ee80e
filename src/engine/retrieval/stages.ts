import type { Telemetry } from '../telemetry/telemetry.ts'

/** Runs a question's stages under spans (`retrieval.<stage>`) and keeps what each took. */
export function createStages(telemetry: Telemetry) {
  const taken = new Map<string, number>()
  const begun = performance.now()
  const add = (stage: string, start: number) => taken.set(stage, (taken.get(stage) ?? 0) + performance.now() - start)

  return {
    async run<Result>(stage: string, work: () => Promise<Result> | Result): Promise<Result> {
      const start = performance.now()
      try {
        return await telemetry.span(`retrieval.${stage}`, work)
      } finally {
        add(stage, start)
      }
    },

    /** Milliseconds by stage and in `total` since the stages were made, to the microsecond. */
    timings(): Record<string, number> {
      const entries = [...taken, ['total', performance.now() - begun] as const]
      return Object.fromEntries(entries.map(([stage, milliseconds]) => [stage, Math.round(milliseconds * 1000) / 1000]))
    },
  }
}

export type Stages = ReturnType<typeof createStages>

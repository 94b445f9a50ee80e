import { createWorkCosts, type WorkAmount, workKind } from '../../../domain/work-cost.ts'
import type { PendingItem } from '../../store/repositories/job-items.ts'
import type { Store } from '../../store/store.ts'

/** The store's sums are asked for again after this, because items are added and left out while a job runs. */
const freshMs = 10_000

export type JobEffort = {
  /** `milliseconds` is what the item took of a reader. To be called for each item that has come to an end. */
  finished(item: PendingItem, milliseconds: number): void
  /** Asks the store how much is left when that was long ago. */
  refresh(): Promise<void>
  /** In seconds of one reader; undefined until what is left is known. */
  effort(): { done: number; left: number } | undefined
}

/** What of a job's work is done and left, by what its files have cost so far. */
export function createJobEffort(options: { store: Store; jobId: string; now: () => number }): JobEffort {
  const { store, jobId, now } = options
  const costs = createWorkCosts()
  let remaining: WorkAmount[] | null = null
  let asking: Promise<void> | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let seconds = 0
  /** Those that ended while the store was asked: it may have counted them or not. */
  let endedMeanwhile: WorkAmount[] = []

  function takeOff(amount: WorkAmount): void {
    const sum = remaining?.find(({ kind }) => kind === amount.kind)
    if (sum === undefined) return
    sum.items = Math.max(0, sum.items - amount.items)
    sum.bytes = Math.max(0, sum.bytes - amount.bytes)
  }

  async function ask(): Promise<void> {
    endedMeanwhile = []
    const sums = await store.read('jobItems.remaining', { jobId })
    remaining = sums.map(({ extension, items, bytes }) => ({ kind: workKind(extension), items, bytes }))
    for (const amount of endedMeanwhile) takeOff(amount)
    askedAt = now()
  }

  return {
    finished(item, milliseconds) {
      const extension =
        item.source.kind === 'url' ? 'url' : (/\.([^./]{1,8})$/.exec(item.name)?.[1] ?? '').toLowerCase()
      const amount = { kind: workKind(extension), items: 1, bytes: item.bytes }
      costs.learn(amount, milliseconds / 1_000)
      seconds += milliseconds / 1_000
      takeOff(amount)
      if (asking !== null) endedMeanwhile.push(amount)
    },
    async refresh() {
      if (asking === null && now() - askedAt < freshMs && now() >= askedAt) return
      asking ??= ask().finally(() => {
        asking = null
      })
      await asking
    },
    effort() {
      if (remaining === null) return undefined
      return { done: seconds, left: remaining.reduce((sum, amount) => sum + costs.estimate(amount), 0) }
    },
  }
}

import { useCallback, useState } from 'react'

export type Windows = {
  /** Where the windows begin that are to be asked for; the first of all is always among them. */
  offsets: readonly number[]
  /** Told which items are seen. */
  onRange(first: number, last: number): void
}

/** A long list of which only the windows of `size` items around what is seen are asked for. */
export function useWindows(size: number): Windows {
  const [offsets, setOffsets] = useState<readonly number[]>([0])
  const onRange = useCallback(
    (first: number, last: number) => {
      const from = Math.floor(first / size)
      const to = Math.floor(last / size)
      const seen = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      const next = [...new Set([0, ...seen])].map((window) => window * size)
      setOffsets((before) => (before.join() === next.join() ? before : next))
    },
    [size],
  )
  return { offsets, onRange }
}

type Loaded<Item> = { offsets: readonly number[]; size: number; pages: readonly (readonly Item[] | undefined)[] }

/** The item of a number, or undefined while its window is on its way. */
export function itemAt<Item>({ offsets, size, pages }: Loaded<Item>, index: number): Item | undefined {
  return pages[offsets.indexOf(index - (index % size))]?.[index % size]
}

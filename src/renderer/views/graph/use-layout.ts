import { useEffect, useMemo, useRef, useState } from 'react'
import type { GraphPicture } from '../../../contract/graph.ts'
import type { Layout, LayoutInput } from './compute-layout.ts'
import { radiusOf } from './node-size.ts'

/** Where the entities of a picture stand: computed by a worker, and until it has answered as they stood before. */
export function useLayout(picture: GraphPicture): { layout: Layout; isSettled: boolean } {
  const [found, setFound] = useState<{ picture: GraphPicture; layout: Layout } | null>(null)
  const worker = useRef<Worker | null>(null)
  const before = useRef<Layout>(new Map())
  const asked = useRef(0)
  useEffect(() => {
    const thread = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
    worker.current = thread
    return () => {
      thread.terminate()
      worker.current = null
    }
  }, [])
  useEffect(() => {
    const thread = worker.current
    if (thread === null) return
    asked.current += 1
    const number = asked.current
    const answer = ({ data }: MessageEvent<{ number: number; layout: Layout }>) => {
      if (data.number !== number) return
      before.current = data.layout
      setFound({ picture, layout: data.layout })
    }
    thread.addEventListener('message', answer)
    thread.postMessage({ number, input: toInput(picture, before.current) })
    return () => thread.removeEventListener('message', answer)
  }, [picture])
  return useMemo(
    () => ({ layout: found?.layout ?? new Map(), isSettled: found?.picture === picture }),
    [found, picture],
  )
}

function toInput({ entities, relations }: GraphPicture, before: Layout): LayoutInput {
  return {
    nodes: entities.map((entity) => ({
      id: entity.id,
      radius: radiusOf(entity),
      at: before.get(entity.id) ?? null,
    })),
    links: relations.map(({ from, to, weight }) => ({ from, to, weight })),
  }
}

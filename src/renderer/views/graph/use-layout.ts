import { useEffect, useRef, useState } from 'react'
import type { GraphPicture } from '../../../contract/graph.ts'
import type { Layout, LayoutInput } from './compute-layout.ts'
import { radiusOf } from './node-size.ts'

export type LaidOut = { picture: GraphPicture; layout: Layout }

/** A picture with the places of its entities, which a worker computes; until it has answered, the picture before. */
export function useLayout(picture: GraphPicture): LaidOut & { isSettled: boolean } {
  const [found, setFound] = useState<LaidOut>({ picture, layout: new Map() })
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
  return { ...found, isSettled: found.picture === picture }
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

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client, engine } from '../../engine/client.ts'
import { toFailure } from '../../engine/failure.ts'
import { findPictureType } from './picture-type.ts'

const signatureBytes = 16

export type PictureState =
  | { state: 'loading' }
  | { state: 'open'; address: string }
  /** Gone, changed, or of a kind that no browser paints: its recognised text can still be read. */
  | { state: 'unavailable' }
  | { state: 'failed'; error: unknown; retry(): void }

/** The original of a picture as an address that the page can paint from. */
export function usePicture(documentId: string): PictureState {
  const query = useQuery({
    queryKey: [...engine.documents.original.queryKey({ input: { documentId } }), 'picture'],
    queryFn: ({ signal }) => readPicture(documentId, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const picture = query.data
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!(picture instanceof Blob)) return
    const made = URL.createObjectURL(picture)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [picture])
  if (query.isError) {
    const gone = toFailure(query.error).code === 'ORIGINAL_UNAVAILABLE'
    return gone ? { state: 'unavailable' } : { state: 'failed', error: query.error, retry: () => void query.refetch() }
  }
  if (picture === 'no-picture') return { state: 'unavailable' }
  return address === null ? { state: 'loading' } : { state: 'open', address }
}

async function readPicture(documentId: string, signal: AbortSignal): Promise<Blob | 'no-picture'> {
  const file = await client.documents.original({ documentId }, { signal })
  const head = new Uint8Array(await file.slice(0, signatureBytes).arrayBuffer())
  const type = findPictureType(head)
  return type === null ? 'no-picture' : new Blob([file], { type })
}

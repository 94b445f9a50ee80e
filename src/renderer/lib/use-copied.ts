import { useEffect, useState } from 'react'

const shownFor = 2_000

/** Copies texts to the clipboard, and says for a moment that it has. */
export function useCopied(): { isCopied: boolean; copy(text: string): void } {
  const [copiedAt, setCopiedAt] = useState<number | null>(null)
  useEffect(() => {
    if (copiedAt === null) return
    const timer = setTimeout(() => setCopiedAt(null), shownFor)
    return () => clearTimeout(timer)
  }, [copiedAt])
  return {
    isCopied: copiedAt !== null,
    copy: (text) => void navigator.clipboard.writeText(text).then(() => setCopiedAt(Date.now())),
  }
}

import { useEffect, useState } from 'react'

/** The time, renewed every `milliseconds`, for texts such as "5 min ago". */
export function useNow(milliseconds = 30_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds)
    return () => clearInterval(timer)
  }, [milliseconds])
  return now
}

import { useEffect, useState } from 'react'

/** `value` as it was when it last rested for `milliseconds`. */
export function useDebounced<Value>(value: Value, milliseconds = 150): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return rested
}

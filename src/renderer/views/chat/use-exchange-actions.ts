import { useEffect, useMemo, useRef } from 'react'
import type { ExchangeActions } from './exchange-actions.ts'

/** The same object for as long as the page lives, so that exchanges are not drawn anew for what they may do. */
export function useExchangeActions(actions: ExchangeActions): ExchangeActions {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  return useMemo(
    () => ({
      askNext: (...given) => latest.current.askNext(...given),
      askInOtherWay: (...given) => latest.current.askInOtherWay(...given),
      answerAgain: (...given) => latest.current.answerAgain(...given),
      edit: (...given) => latest.current.edit(...given),
      show: (...given) => latest.current.show(...given),
      retry: () => latest.current.retry(),
      askAndWait: () => latest.current.askAndWait(),
      stopWaiting: (...given) => latest.current.stopWaiting(...given),
      stop: (...given) => latest.current.stop(...given),
    }),
    [],
  )
}

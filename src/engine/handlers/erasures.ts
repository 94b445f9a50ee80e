import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'

export function erasureHandlers({ erasures }: Procedures) {
  return {
    list: erasures.list.handler(notYet),
    get: erasures.get.handler(notYet),
    verify: erasures.verify.handler(notYet),
  }
}

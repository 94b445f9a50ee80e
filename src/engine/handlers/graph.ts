import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function graphHandlers(procedures: Procedures, _rooms: Rooms) {
  const { entities, picture, mentions } = procedures.graph
  return {
    entities: entities.handler(notYet),
    picture: picture.handler(notYet),
    mentions: mentions.handler(notYet),
  }
}

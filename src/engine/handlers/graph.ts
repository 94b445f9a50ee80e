import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function graphHandlers(procedures: Procedures, { store }: Rooms) {
  const { entities, picture, mentions } = procedures.graph
  return {
    entities: entities.handler(({ input, signal }) => store.read('graph.entities', input, signal)),
    picture: picture.handler(({ input, signal }) => store.read('graph.picture', input, signal)),
    mentions: mentions.handler(({ input, signal }) => store.read('graph.mentions', input, signal)),
  }
}

import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function settingsHandlers(procedures: Procedures, { settings }: Rooms) {
  return {
    get: procedures.settings.get.handler(() => settings.view()),
    update: procedures.settings.update.handler(({ input }) => settings.update(input.changes)),
  }
}

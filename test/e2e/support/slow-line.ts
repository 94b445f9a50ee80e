import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'

/** Milliseconds that a message from the engine is under way, and that lie between two of them. */
export type Pace = { latency: number; gap: number }

/** Puts a slow line between the page and its host. Messages stay in order, whatever happens to the pace. */
export async function slowLine(page: Page, pace: Pace): Promise<void> {
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const server = socket.connectToServer()
    let last: Promise<void> = Promise.resolve()
    server.onMessage((message) => {
      const due = Date.now() + pace.latency
      const before = last
      const deliver = async () => {
        await before
        await wait(Math.max(0, due - Date.now()) + pace.gap)
        socket.send(message)
      }
      last = deliver()
    })
  })
}

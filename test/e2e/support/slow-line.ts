import type { Page } from '@playwright/test'

/** Milliseconds that a message from the engine is under way, and that lie between two of them. */
export type Pace = { latency: number; gap: number }

/** Puts a slow line between the page and its host. */
export async function slowLine(page: Page, pace: Pace): Promise<void> {
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const server = socket.connectToServer()
    let free = 0
    server.onMessage((message) => {
      const at = Math.max(Date.now() + pace.latency, free)
      free = at + pace.gap
      setTimeout(() => socket.send(message), at - Date.now())
    })
  })
}

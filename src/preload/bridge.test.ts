import { expect, test } from 'vitest'
import { enginePort, pageReady } from '../contract/page-port.ts'
import { handOverPorts, type Messenger, type PageWindow } from './bridge.ts'

function bridged() {
  const sent: string[] = []
  const posted: unknown[][] = []
  let fromPage: Parameters<PageWindow['addEventListener']>[1] = () => undefined
  let fromMain: Parameters<Messenger['on']>[1] = () => undefined
  const page: PageWindow = {
    location: { origin: 'diwan://page' },
    addEventListener: (_type, listener) => {
      fromPage = listener
    },
    postMessage: (...message) => posted.push(message),
  }
  handOverPorts(page, {
    send: (channel) => sent.push(channel),
    on: (channel, listener) => {
      if (channel === enginePort) fromMain = listener
    },
  })
  const hello = { source: page, origin: 'diwan://page', data: { type: pageReady } }
  return { sent, posted, hello, say: (event: typeof hello | object) => fromPage({ ...hello, ...event }), fromMain }
}

test('API-1.messageport: the page says hello and gets every port that main sends, under its own origin only', () => {
  const { say, sent, posted, hello, fromMain } = bridged()
  const { port1 } = new MessageChannel()
  say(hello)
  fromMain({ ports: [port1] })
  expect({ sent, posted }).toEqual({ sent: [pageReady], posted: [[{ type: enginePort }, 'diwan://page', [port1]]] })
  port1.close()
})

test('SEC-3.isolation: a frame, another origin or any other message moves nothing', () => {
  // Catches an embedded document that asks for an engine port in the page's name.
  const { say, sent, posted, fromMain } = bridged()
  say({ source: {} })
  say({ origin: 'https://example.com' })
  say({ data: { type: 'something-else' } })
  say({ data: null })
  say({ data: pageReady })
  fromMain({ ports: [] })
  expect({ sent, posted }).toEqual({ sent: [], posted: [] })
})

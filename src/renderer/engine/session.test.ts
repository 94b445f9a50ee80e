import { expect, test } from 'vitest'
import { createSession } from './session.ts'

function visit(hash: string, stored: string | null) {
  const kept = new Map(stored === null ? [] : [['diwan-session', stored]])
  const addresses: unknown[] = []
  const session = createSession({
    location: { hash, pathname: '/' },
    history: { state: null, replaceState: (_state, _title, address) => addresses.push(address) },
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
  })
  return { session, addresses, stored: () => kept.get('diwan-session') ?? null }
}

test('SEC-3.token: a secret leaves the address at once and is kept when the host knows it', () => {
  // Would catch: a session that is copied or bookmarked with the address, or lost by a reload.
  const { session, addresses, stored } = visit('#session=fresh-1', null)
  expect({ secret: session.secret(), addresses, stored: stored() }).toEqual({
    secret: 'fresh-1',
    addresses: ['/'],
    stored: null,
  })
  session.keep('fresh-1')
  expect({ secret: session.secret(), stored: stored() }).toEqual({ secret: 'fresh-1', stored: 'fresh-1' })
})

test('SEC-3.token: a made-up secret in the address does not cost the one that works', () => {
  // Would catch: any site that signs a person out by opening an address of this host.
  const { session, stored } = visit('#session=made-up', 'works')
  expect(session.secret()).toBe('made-up')
  session.forget('made-up')
  expect({ secret: session.secret(), stored: stored() }).toEqual({ secret: 'works', stored: 'works' })
})

test('SEC-3.token: a secret of a host that is gone is not kept, and the addresses of views are left alone', () => {
  const { session, addresses, stored } = visit('#/chat', 'old')
  session.forget('old')
  expect({ secret: session.secret(), addresses, stored: stored() }).toEqual({
    secret: null,
    addresses: [],
    stored: null,
  })
})

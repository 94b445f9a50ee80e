import { expect, test } from 'vitest'
import { externalUrl, isPageUrl } from './page-address.ts'

test('SEC-3.navigation: only the page itself is the page', () => {
  // Catches comparison by prefix, which `diwan://page.evil/` and `diwan://page@evil/` pass.
  const addresses = [
    'diwan://page/',
    'diwan://page/index.html#/chat',
    'diwan://page.evil/',
    'diwan://page@evil/',
    'diwan://user@page/',
    'diwan://page:80/',
    'https://page/',
    'file:///page/',
    'about:blank',
    'not an address',
    '',
  ]
  expect(addresses.filter(isPageUrl)).toEqual(['diwan://page/', 'diwan://page/index.html#/chat'])
})

test('SEC-3.remote: only plain web addresses reach the system browser', () => {
  const addresses = [
    'https://example.com/a?b=c#d',
    'http://example.com/',
    'HTTPS://EXAMPLE.COM',
    'https://bank.example@evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:/id PCWDiagnostic',
    'smb://server/share',
    'mailto:person@example.com',
    'data:text/html,hello',
    `https://example.com/${'a'.repeat(2_048)}`,
    'nothing',
  ]
  expect(addresses.map(externalUrl).filter((url) => url !== null)).toEqual([
    'https://example.com/a?b=c#d',
    'http://example.com/',
    'https://example.com/',
  ])
})

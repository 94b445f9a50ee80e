import { expect, test } from 'vitest'
import { contentSecurityPolicy, pageSecurityHeaders } from './content-security-policy.ts'

test('SEC-3.csp: the policy names no foreign origin, no inline code and no eval, and closes frames and forms', () => {
  // Catches the usual way a policy dies: one exception at a time.
  expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/)
  expect(contentSecurityPolicy.split('; ')).toEqual([
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ])
  expect(pageSecurityHeaders['content-security-policy']).toBe(contentSecurityPolicy)
})

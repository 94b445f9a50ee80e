/**
 * What the page may load, the same in every host: its own files and nothing else. No inline script, no eval, no frame,
 * no form target, no address outside its origin.
 *
 * `blob:` and `data:` images are the pages and pictures that the viewer paints itself. Style attributes that a script
 * sets through the CSSOM are not inline style to a browser, so components that position things need no exception.
 */
const directives = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-src': ["'none'"],
  'frame-ancestors': ["'none'"],
} as const satisfies Record<string, readonly string[]>

/** The value of the `Content-Security-Policy` header. */
export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources.join(' ')}`)
  .join('; ')

/**
 * Headers of every response that carries a part of the page. Permissions-Policy closes the device features that the
 * page never asks for, so that a dependency cannot ask for them either.
 */
export const pageSecurityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), payment=()',
}

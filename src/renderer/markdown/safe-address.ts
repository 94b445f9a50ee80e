const allowed = new Set(['http:', 'https:', 'mailto:'])

/** An address of a link as it may be followed; empty for one that leads into the page, or runs something. */
export function safeAddress(address: string): string {
  if (!URL.canParse(address)) return ''
  const url = new URL(address)
  return allowed.has(url.protocol) ? url.href : ''
}

/** The page's own scheme: a standard, secure origin that no web page can name and no server can serve. */
export const pageScheme = 'diwan'
export const pageHost = 'page'
export const pageUrl = `${pageScheme}://${pageHost}/`

/** Whether an address is the page's own, whatever its path. */
export function isPageUrl(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === `${pageScheme}:` && url.host === pageHost && url.username === '' && url.password === ''
}

const longestExternalUrl = 2_048

/**
 * The address to hand to the system's browser, or null. Only the web: other schemes start programs (`file:`, `ms-msdt:`,
 * `smb:`), and credentials in an address disguise where it leads.
 */
export function externalUrl(address: string): string | null {
  if (address.length > longestExternalUrl) return null
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  return url.username === '' && url.password === '' ? url.href : null
}

import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * What an IP address is to a fetched link. `private`: this machine, its network, or one behind it, which a setting can
 * allow. `never`: nothing that a document could come from, whatever the setting.
 */
export type AddressKind = 'public' | 'private' | 'never'

/** Where clouds tell programs their secrets. The first is link-local and the second private, but no document is there. */
const metadataServices = new Set([
  '169.254.169.254',
  'fd00:ec2::254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
])

/** The prefix of RFC 6052 that every network reads alike. */
const translated = ipaddr.IPv6.parse('64:ff9b::')

const privateRanges = new Set(['loopback', 'private', 'linkLocal', 'uniqueLocal', 'carrierGradeNat'])

/** `address` as the system writes it, without brackets; a zone (`%eth0`) is passed over. Text that is no address is `never`. */
export function judgeAddress(address: string): AddressKind {
  const [bare = ''] = address.split('%')
  // Stricter than what parses next, which also takes the octal and shortened forms of old.
  if (isIP(bare) === 0) return 'never'
  const parsed = unwrap(ipaddr.parse(bare))
  if (metadataServices.has(parsed.toString())) return 'never'
  const range = parsed.range()
  if (range === 'unicast') return 'public'
  // Left over by `unwrap`: RFC 8215's own prefix, in which a network puts the IPv4 address where it likes.
  if (range === 'rfc6052') return 'private'
  return privateRanges.has(range) ? 'private' : 'never'
}

/** Whether what is sent to this address stays on this machine. */
export function isLoopback(address: string): boolean {
  const [bare = ''] = address.split('%')
  return isIP(bare) !== 0 && unwrap(ipaddr.parse(bare)).range() === 'loopback'
}

/** Whether a URL's host names this machine by its form alone, without a question to anybody. */
export function namesThisMachine(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || bare.endsWith('.localhost') || isLoopback(bare)
}

/**
 * The IPv4 address that an IPv6 one stands for: `::ffff:127.0.0.1` reaches what `127.0.0.1` does, and networks without
 * IPv4 write every public address as `64:ff9b::` with it (RFC 6052).
 */
function unwrap(parsed: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (parsed.kind() === 'ipv4') return parsed
  const six = parsed as ipaddr.IPv6
  if (six.isIPv4MappedAddress()) return six.toIPv4Address()
  const bytes = six.toByteArray()
  const isTranslated = six.match(translated, 96)
  const embeds = isTranslated || bytes.slice(0, 12).every((byte) => byte === 0)
  // `::1` and `::` are addresses of their own; other low ones are IPv4 addresses of an old style.
  const own = bytes.slice(12, 15).every((byte) => byte === 0) && (bytes[15] ?? 0) <= 1 && !isTranslated
  return embeds && !own ? new ipaddr.IPv4(bytes.slice(12)) : six
}

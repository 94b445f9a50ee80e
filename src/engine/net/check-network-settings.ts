import { isAbsolute } from 'node:path'
import { Failure } from '../../domain/failure.ts'
import type { NetSettings } from './net-request.ts'
import { readProxyAddress } from './proxy/proxy.ts'
import { CertificateFileError, readCertificates } from './trust/read-certificates.ts'

/**
 * Whether the way out can be as it is about to be set. What has not changed is not looked at: a file that has gone since
 * keeps nobody from turning the offline switch.
 *
 * @throws Failure SETTING_INVALID
 */
export async function checkNetworkSettings(next: NetSettings, before: NetSettings): Promise<void> {
  if (next.proxyAddress !== before.proxyAddress && next.proxyAddress !== '') checkProxyAddress(next.proxyAddress)
  if (next.pacAddress !== before.pacAddress && next.pacAddress !== '') checkPacAddress(next.pacAddress)
  if (next.proxy === 'address' && next.proxyAddress === '') {
    throw invalid('proxy', 'set network.proxyAddress first, or together with it')
  }
  if (next.proxy === 'pac' && next.pacAddress === '') {
    throw invalid('proxy', 'set network.pacAddress first, or together with it')
  }
  const known = new Set(before.certificateFiles)
  for (const path of next.certificateFiles) if (!known.has(path)) await checkCertificateFile(path)
}

function checkProxyAddress(text: string): void {
  const proxy = readProxyAddress(text)
  if (hasLogin(text)) {
    throw invalid('proxyAddress', 'a setting holds no user and password: they are set apart, as the login for proxies')
  }
  if (proxy === null) throw invalid('proxyAddress', 'not of the form http://host:port, https:// or socks5://')
}

function checkPacAddress(text: string): void {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:', 'file:'].includes(url.protocol)) {
    throw invalid('pacAddress', 'not an address that begins with http://, https:// or file://')
  }
  if (hasLogin(text)) throw invalid('pacAddress', 'a setting holds no user and password')
}

/** Whatever stands before an `@` ahead of the path. */
function hasLogin(address: string): boolean {
  return /^[^/]*\/\/[^/?#]*@/.test(address)
}

async function checkCertificateFile(path: string): Promise<void> {
  if (!isAbsolute(path)) throw invalid('certificateFiles', `${path} is not a whole path`)
  try {
    await readCertificates(path)
  } catch (error) {
    if (error instanceof CertificateFileError) throw invalid('certificateFiles', `${path}: ${error.message}`)
    throw error
  }
}

function invalid(setting: keyof NetSettings, reason: string): Failure<'SETTING_INVALID'> {
  return new Failure('SETTING_INVALID', { setting: `network.${setting}`, reason })
}

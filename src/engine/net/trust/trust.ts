import { createSecureContext, type SecureContext } from 'node:tls'
import type { NetSettings } from '../net-request.ts'
import type { SystemCertificates } from './certificate-worker.ts'
import { CertificateFileError, readCertificates } from './read-certificates.ts'

export type TrustSettings = Pick<NetSettings, 'systemCertificates' | 'certificateFiles'>

export type TrustedFile = { path: string; count: number; problem: 'missing' | 'invalid' | null }

/** Whose word for a server's name counts. There is no way to do without it. */
export type Trust = {
  context: SecureContext
  /** Certificates of the system's store that Node does not have. */
  system: number
  files: TrustedFile[]
}

/** A file that was there when it was set and is no more takes its trust with it: the calls that need it fail, no other. */
export async function loadTrust(
  settings: TrustSettings,
  readSystem: () => Promise<SystemCertificates>,
): Promise<Trust> {
  const { node, system } = await readSystem()
  const files = await Promise.all(settings.certificateFiles.map(readFile))
  const fromSystem = settings.systemCertificates ? system : []
  const ca = [...node, ...fromSystem, ...files.flatMap(({ certificates }) => certificates)]
  return {
    context: createSecureContext({ ca }),
    system: fromSystem.length,
    files: files.map(({ path, certificates, problem }) => ({ path, count: certificates.length, problem })),
  }
}

async function readFile(path: string): Promise<Pick<TrustedFile, 'path' | 'problem'> & { certificates: string[] }> {
  try {
    return { path, certificates: await readCertificates(path), problem: null }
  } catch (error) {
    if (error instanceof CertificateFileError) return { path, certificates: [], problem: error.problem }
    throw error
  }
}

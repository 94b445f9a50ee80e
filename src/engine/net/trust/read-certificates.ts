import { X509Certificate } from 'node:crypto'
import { readSmallFile, SmallFileError } from '../read-small-file.ts'

/** Why a file has no certificates to trust. */
export class CertificateFileError extends Error {
  /** `missing`: nobody can read it. `invalid`: there is no certificate in it, or a damaged one. */
  readonly problem: 'missing' | 'invalid'

  constructor(problem: 'missing' | 'invalid', message: string) {
    super(message)
    this.problem = problem
  }
}

const mostBytes = 8 * 1_024 * 1_024
const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** The certificates of a PEM file, in PEM. @throws CertificateFileError */
export async function readCertificates(path: string): Promise<string[]> {
  const found = (await readText(path)).match(block) ?? []
  if (found.length === 0) throw new CertificateFileError('invalid', 'there is no certificate in PEM in this file')
  return found.map((pem) => {
    try {
      return new X509Certificate(pem).toString()
    } catch {
      throw new CertificateFileError('invalid', 'a certificate in this file is damaged')
    }
  })
}

async function readText(path: string): Promise<string> {
  try {
    return await readSmallFile(path, mostBytes)
  } catch (error) {
    if (error instanceof SmallFileError) throw new CertificateFileError('invalid', `it can't be read: ${error.message}`)
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it fails'
    throw new CertificateFileError('missing', `this file can't be read: ${reason}`)
  }
}

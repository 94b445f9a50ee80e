import { stat } from 'node:fs/promises'
import type { SystemCertificates } from './certificate-worker.ts'
import { readSystemCertificates } from './system-certificates.ts'
import { loadTrust, type Trust, type TrustSettings } from './trust.ts'

/** What is trusted, read once for each state of the settings. */
export type TrustStore = {
  load(settings: TrustSettings): Promise<Trust>
  /** Whether every file of the settings can still be found. */
  areFilesThere(settings: TrustSettings): Promise<boolean>
}

export function createTrustStore(): TrustStore {
  let system: Promise<SystemCertificates> | null = null
  let loaded: { key: string; trust: Promise<Trust> } | null = null

  function readSystem(): Promise<SystemCertificates> {
    const reading = system ?? readSystemCertificates()
    system = reading
    // The next call tries anew.
    reading.catch(() => {
      system = null
    })
    return reading
  }

  return {
    load({ systemCertificates, certificateFiles }) {
      const key = JSON.stringify([systemCertificates, certificateFiles])
      if (loaded?.key === key) return loaded.trust
      const loading = { key, trust: loadTrust({ systemCertificates, certificateFiles }, readSystem) }
      loaded = loading
      loading.trust.catch(() => {
        if (loaded === loading) loaded = null
      })
      return loading.trust
    },
    async areFilesThere({ certificateFiles }) {
      return (await Promise.all(certificateFiles.map(isThere))).every(Boolean)
    },
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

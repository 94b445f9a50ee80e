import { getCACertificates } from 'node:tls'
import { parentPort } from 'node:worker_threads'

// Entry of the thread that reads the certificates of this machine once.

/** In PEM. `system` are those that are not among `node`. */
export type SystemCertificates = { node: string[]; system: string[] }

const node = getCACertificates('default')
const known = new Set(node)
const system = [...new Set(getCACertificates('system'))].filter((pem) => !known.has(pem))
parentPort?.postMessage({ node, system } satisfies SystemCertificates)

import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto'

/** A certificate in PEM with its private key. */
export type Issued = { certificate: string; key: string }

export type Authority = Issued & {
  /** For a server of these names or IPv4 addresses. */
  issue(...names: string[]): Issued
}

const dayMs = 86_400_000

/** An authority of the running test's own, as an organisation has one: nobody trusts it who was not told to. */
export function makeAuthority(name: string): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const own = write({ subject: name, issuer: name, publicKey: keys.publicKey, signer: keys.privateKey, names: null })
  return {
    ...{ certificate: own, key: pemOf(keys.privateKey) },
    issue(...names) {
      const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const [subject = ''] = names
      const parts = { subject, issuer: name, publicKey: server.publicKey, signer: keys.privateKey, names }
      return { certificate: write(parts), key: pemOf(server.privateKey) }
    },
  }
}

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** X.509 version 3 in DER (RFC 5280), as little of it as a TLS client looks at. `names` null: an authority. */
function write(parts: {
  subject: string
  issuer: string
  publicKey: KeyObject
  signer: KeyObject
  names: string[] | null
}): string {
  const { subject, issuer, publicKey, signer, names } = parts
  const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
  const serial = tagged(0x02, Buffer.from([1, ...crypto.getRandomValues(new Uint8Array(8))]))
  const from = new Date(Date.now() - dayMs)
  const validity = sequence(time(from), time(new Date(from.getTime() + 30 * dayMs)))
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    serial,
    ecdsaWithSha256,
    nameOf(issuer),
    validity,
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...(names === null ? [isAuthority()] : [alternativeNames(names)]))),
  )
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]))
  return new X509Certificate(sequence(body, ecdsaWithSha256, signature)).toString()
}

function tagged(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...contents: Buffer[]) => tagged(0x30, ...contents)

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 127]
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128)
    return groups
  })
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]))
}

const time = (at: Date) => tagged(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

const nameOf = (text: string) => sequence(tagged(0x31, sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from(text)))))

const isAuthority = () =>
  sequence(oid('2.5.29.19'), tagged(0x01, Buffer.from([255])), tagged(0x04, sequence(tagged(0x01, Buffer.from([255])))))

function alternativeNames(names: string[]): Buffer {
  const entries = names.map((name) =>
    /^[\d.]+$/.test(name) ? tagged(0x87, Buffer.from(name.split('.').map(Number))) : tagged(0x82, Buffer.from(name)),
  )
  return sequence(oid('2.5.29.17'), tagged(0x04, sequence(...entries)))
}

import { strFromU8, unzipSync, zipSync } from 'fflate'

/** Damages a file as disks, networks and mean people do: bits, runs of bytes, cuts, repeats. */
export function damage(original: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const at = (length: number) => Math.floor(random() * length)
  const bytes = new Uint8Array(original)
  const kind = at(4)
  if (kind === 0) return bytes.slice(0, at(bytes.length))
  if (kind === 1) {
    const from = at(bytes.length)
    return new Uint8Array(Buffer.concat([bytes.subarray(0, from), bytes.subarray(at(bytes.length))]))
  }
  const places = kind === 2 ? 1 + at(20) : 1
  const run = kind === 2 ? 1 : 1 + at(200)
  for (let place = 0; place < places; place++) {
    const from = at(bytes.length)
    for (let index = from; index < Math.min(from + run, bytes.length); index++) bytes[index] = at(256)
  }
  return bytes
}

/**
 * Damages one part of an archive and packs it again, since most damage to the packed bytes never gets past the
 * checksums. Half of the damage to a part of text takes, doubles or swaps whole tags.
 */
export function damagePart(original: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const parts = unzipSync(original)
  const names = Object.keys(parts)
  const name = names[Math.floor(random() * names.length)]
  const part = name === undefined ? undefined : parts[name]
  if (name === undefined || part === undefined || part.length === 0) return damage(original, random)
  const isText = /\.(xml|rels|xhtml|opf|ncx|html)$/i.test(name)
  const damaged = isText && random() < 0.5 ? damageTags(strFromU8(part), random) : damage(part, random)
  return new Uint8Array(zipSync({ ...parts, [name]: damaged }, { level: 1 }))
}

function damageTags(text: string, random: () => number): Uint8Array {
  const pieces = text.split(/(?=<)/)
  const at = () => Math.floor(random() * pieces.length)
  for (let round = 0; round < 1 + Math.floor(random() * 5); round++) {
    const kind = Math.floor(random() * 3)
    if (kind === 0) pieces.splice(at(), 1)
    else if (kind === 1) pieces.splice(at(), 0, pieces[at()] ?? '')
    else pieces[at()] = pieces[at()] ?? ''
  }
  return new TextEncoder().encode(pieces.join(''))
}

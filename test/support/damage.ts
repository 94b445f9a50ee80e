import { strFromU8, unzipSync, zipSync } from 'fflate'

/** Damages a file as disks, networks and mean people do: bits, runs of bytes, cuts, repeats, numbers that are absurd. */
export function damage(original: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const at = (length: number) => Math.floor(random() * length)
  const bytes = new Uint8Array(original)
  const kind = at(5)
  if (kind === 0) return bytes.slice(0, at(bytes.length))
  if (kind === 1) {
    const from = at(bytes.length)
    return new Uint8Array(Buffer.concat([bytes.subarray(0, from), bytes.subarray(at(bytes.length))]))
  }
  if (kind === 2) return new Uint8Array(Buffer.from(damageNumbers(latin1(bytes), random), 'latin1'))
  const places = kind === 3 ? 1 + at(20) : 1
  const run = kind === 3 ? 1 : 1 + at(200)
  for (let place = 0; place < places; place++) {
    const from = at(bytes.length)
    for (let index = from; index < Math.min(from + run, bytes.length); index++) bytes[index] = at(256)
  }
  return bytes
}

/** Parts of the archives so far: unpacking one takes as long as reading it. */
const unpacked = new WeakMap<Uint8Array, Record<string, Uint8Array>>()

/**
 * Damages one part of an archive and packs it again, since most damage to the packed bytes never gets past the
 * checksums. Most of the damage to a part of text takes, doubles or swaps whole tags, or makes its numbers absurd.
 */
export function damagePart(original: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const parts = unpacked.get(original) ?? unzipSync(original)
  unpacked.set(original, parts)
  const names = Object.keys(parts)
  const name = names[Math.floor(random() * names.length)]
  const part = name === undefined ? undefined : parts[name]
  if (name === undefined || part === undefined || part.length === 0) return damage(original, random)
  return new Uint8Array(zipSync({ ...parts, [name]: damageEntry(name, part, random) }, { level: 1 }))
}

function damageEntry(name: string, part: Uint8Array, random: () => number): Uint8Array {
  const isText = /\.(xml|rels|xhtml|opf|ncx|html)$/i.test(name)
  const kind = random()
  if (!isText || kind > 0.75) return damage(part, random)
  const text = strFromU8(part)
  return new TextEncoder().encode(kind < 0.5 ? damageTags(text, random) : damageNumbers(text, random))
}

function damageTags(text: string, random: () => number): string {
  const pieces = text.split(/(?=<)/)
  const at = () => Math.floor(random() * pieces.length)
  for (let round = 0; round < 1 + Math.floor(random() * 5); round++) {
    const kind = Math.floor(random() * 3)
    if (kind === 0) pieces.splice(at(), 1)
    else if (kind === 1) pieces.splice(at(), 0, pieces[at()] ?? '')
    else pieces[at()] = pieces[at()] ?? ''
  }
  return pieces.join('')
}

const absurd = ['-1', '0', '0.5', '1e9', '255', '16384', '65536', '1048577', '2147483648', '4294967295', '9'.repeat(25)]

/** Puts up to five numbers in the place of others: counts, spans, offsets and references that can't be right. */
function damageNumbers(text: string, random: () => number): string {
  const numbers = [...text.matchAll(/\d+/g)]
  const chosen = new Set(
    Array.from({ length: 1 + Math.floor(random() * 5) }, () => numbers[Math.floor(random() * numbers.length)]),
  )
  let damaged = ''
  let end = 0
  for (const match of numbers) {
    if (!chosen.has(match)) continue
    damaged += text.slice(end, match.index) + (absurd[Math.floor(random() * absurd.length)] ?? '')
    end = match.index + match[0].length
  }
  return damaged + text.slice(end)
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

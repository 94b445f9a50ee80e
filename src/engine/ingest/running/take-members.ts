import { memberName, memberUri } from '../../../domain/member-address.ts'
import type { ItemInput } from '../../store/repositories/job-items.ts'
import type { Originals } from '../originals.ts'
import type { MemberFile, ReadOutcome, RefusedMember } from '../reading/extracted.ts'

/** The file that members came out of, as its job has it. */
export type ContainerItem = Pick<ItemInput, 'name' | 'uri' | 'source'>

/**
 * Keeps the bytes of members and answers the items that name them. The bytes are pinned until `held` is disposed of: by
 * then the items are in the store, or the bytes are nobody's and the next sweep takes them.
 *
 * @throws Failure DISK_FULL
 */
export async function takeMembers(
  container: ContainerItem,
  members: readonly (MemberFile | RefusedMember)[],
  { originals, held }: { originals: Originals; held: DisposableStack },
): Promise<ItemInput[]> {
  const depth = depthOf(container) + 1
  const items: ItemInput[] = []
  for (const member of members) {
    const { path, modifiedAt } = member
    const named = { name: memberName(container.name, path), uri: memberUri(container.uri, path), modifiedAt }
    if ('refused' in member) {
      items.push({ ...named, bytes: member.size, source: { kind: 'refused-member', code: member.refused } })
      continue
    }
    const kept = await originals.put(inPieces(member.bytes), member.bytes.length)
    if (kept === null) throw new Error('bytes that grew while they were kept')
    held.defer(() => originals.unpin(kept.hash))
    items.push({ ...named, bytes: kept.bytes, source: { kind: 'member', hash: kept.hash, depth } })
  }
  return items
}

/** How many containers a file came out of. */
export function depthOf({ source }: Pick<ContainerItem, 'source'>): number {
  return source.kind === 'member' ? source.depth : 0
}

type Expanded = ReadOutcome & { status: 'expanded' }

export type Expansion = {
  /** The members of the last part; those before it are in the job already. */
  members: ItemInput[]
  /** Addresses of all members. */
  kept: string[]
}

/**
 * Takes an archive's members part by part, each into the job before the next is unpacked. Answers a refusal when the
 * archive changed between two parts, or holds more than one file may.
 */
export async function takeArchive(
  container: ContainerItem,
  first: Expanded,
  steps: {
    originals: Originals
    held: DisposableStack
    /** Unpacks the members from one on. */
    readFrom(next: number): Promise<ReadOutcome>
    /** Adds members to the job; false when that would be more than one file may hold. */
    addMembers(members: ItemInput[]): Promise<boolean>
  },
): Promise<Expansion | (ReadOutcome & { status: 'refused' })> {
  const { contentHash, bytes } = first
  const kept: string[] = []
  for (let part = first; ; ) {
    using pins = new DisposableStack()
    const members = await takeMembers(container, part.members, { originals: steps.originals, held: pins })
    kept.push(...members.map(({ uri }) => uri))
    if (part.next === null) {
      steps.held.use(pins.move())
      return { members, kept }
    }
    if (!(await steps.addMembers(members))) {
      return { status: 'refused', contentHash, bytes, code: 'ARCHIVE_LIMIT', detail: 'more files than one may hold' }
    }
    const following = await steps.readFrom(part.next)
    if (following.status === 'refused') return following
    if (following.status !== 'expanded' || following.contentHash !== contentHash) {
      return {
        status: 'refused',
        contentHash: null,
        bytes,
        code: 'FILE_CHANGED',
        detail: 'changed while it was unpacked',
      }
    }
    part = following
  }
}

/** Each is hashed in a millisecond, so that the engine's thread is not held up by a member of many megabytes. */
const pieceBytes = 512 * 1024

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

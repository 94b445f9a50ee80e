import { cleanUploadName } from '../../domain/upload-name.ts'

/**
 * Gives each file of one container a clean path of its own: no `..`, no drive, no leading slash, and a number where the
 * container has a path twice. To be called in the container's order, so that the same container gives the same paths.
 */
export function createMemberPaths(): (sent: string) => string {
  const taken = new Set<string>()
  // Of each path, the numbers that were tried, so that ten thousand files of one name are not compared with each other.
  const tried = new Map<string, number>()
  return (sent) => {
    const path = cleanUploadName(sent.slice(0, longestPath))
    for (let number = (tried.get(path) ?? 0) + 1; ; number++) {
      const numbered = number === 1 ? path : numberPath(path, number)
      if (taken.has(numbered)) continue
      taken.add(numbered)
      tried.set(path, number)
      return numbered
    }
  }
}

/** A file may lie in an archive in a mail in an archive, and so on up to this depth. */
export const deepestMember = 5

const longestPath = 4_096

function numberPath(path: string, number: number): string {
  return path.replace(/(\.[^./]+)?$/, (extension) => ` (${number})${extension}`)
}

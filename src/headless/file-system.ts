import { existsSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'

/**
 * Magic numbers of `statfs`, from Linux's `include/uapi/linux/magic.h` and the sources of each; macOS numbers its file
 * systems as they are loaded, and Windows gives none.
 */
const linuxTypes: Readonly<Record<number, string>> = {
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  801189825: 'zfs',
  16914836: 'tmpfs',
  2035054128: 'overlayfs',
  19780: 'vfat',
  538032816: 'exfat',
  1936094318: 'ntfs3',
  4076150800: 'f2fs',
  26985: 'nfs',
  4283649346: 'cifs',
  4266872130: 'smb2',
  16914839: '9p',
  1702057286: 'fuse',
  12805120: 'ceph',
}

const mountTable = '/proc/self/mountinfo'

const network = /^(nfs\d?|cifs|smb\d?|smbfs|9p|ceph|afs|glusterfs|fuse\.(sshfs|glusterfs|rclone|s3fs|ceph.*))$/

/** `path` exists; `type` is what `statfs` says of it. The mount's own name where the system lists its mounts. */
export async function nameFileSystem(path: string, type: number): Promise<string> {
  if (process.platform !== 'linux') return `of type 0x${type.toString(16)}`
  const mounts = existsSync(mountTable) ? await readFile(mountTable, 'utf8') : ''
  return findMount(mounts, await realpath(path)) ?? linuxTypes[type] ?? `of type 0x${type.toString(16)}`
}

/** The type of the innermost mount that holds a path, from text in the format of proc_pid_mountinfo(5); null without one. */
export function findMount(mounts: string, path: string): string | null {
  let best: { point: string; type: string } | null = null
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const point = before
      .split(' ')[4]
      ?.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
    const type = after.split(' ')[0]
    if (point === undefined || type === undefined || type === '') continue
    const isAbove = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`)
    // Of two on the same point, the later one hides the earlier.
    if (isAbove && (best === null || point.length >= best.point.length)) best = { point, type }
  }
  return best?.type ?? null
}

export function isNetworkFileSystem(name: string): boolean {
  return network.test(name)
}

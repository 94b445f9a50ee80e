import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { findMount, isNetworkFileSystem, nameFileSystem } from './file-system.ts'

const mounts = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /home/ada rw - nfs4 server:/export/ada rw,vers=4.2
41 40 0:36 / /home/ada/On\\040disk rw - xfs /dev/sdb1 rw
42 22 0:37 / /mnt rw - ext4 /dev/sdc1 rw
43 42 0:38 / /mnt rw - fuse.sshfs ada@server: rw
`

// Catches a folder on a server that is taken for one on a disk because of the mount above it, or the other way round.
test('the innermost mount that holds a folder names its file system', () => {
  const found = ['/', '/home', '/home/ada/x', '/home/adam', '/home/ada/On disk/x', '/mnt/x'].map((path) =>
    findMount(mounts, path),
  )
  expect(found).toEqual(['ext4', 'ext4', 'nfs4', 'ext4', 'xfs', 'fuse.sshfs'])
  expect(['nfs4', 'cifs', 'smb3', '9p', 'fuse.sshfs'].every(isNetworkFileSystem)).toBe(true)
  expect(['ext4', 'xfs', 'overlay', 'fuse.portal', 'tmpfs'].some(isNetworkFileSystem)).toBe(false)
})

test('a folder of this machine has a name', async () => {
  expect(await nameFileSystem(tmpdir(), 0xef53)).toMatch(/^\S/)
})

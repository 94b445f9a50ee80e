import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { modulesFolder } from './paths.mjs'

/**
 * Packages that bring a native build for every system in one archive, and the folders that hold those builds: npm has no
 * way to leave the others' out, and they are some 260 MB. Entries are named `system-processor`, or processors in a folder of
 * their system.
 */
const folders = [
  'onnxruntime-node/bin/napi-v6/darwin',
  'onnxruntime-node/bin/napi-v6/linux',
  'onnxruntime-node/bin/napi-v6/win32',
  'usearch/prebuilds',
  'better-sqlite3-multiple-ciphers/prebuilds',
]

/** Removes the builds that this machine can't load. A package that is laid out in another way keeps everything. */
export function removeForeignBuilds({
  modules = modulesFolder,
  platform = process.platform,
  arch = process.arch,
} = {}) {
  for (const folder of folders) {
    const path = join(modules, folder)
    if (!existsSync(path)) continue
    const system = folder.split('/').at(-1)
    for (const entry of readdirSync(path)) {
      const name = ['darwin', 'linux', 'win32'].includes(system ?? '') ? `${system}-${entry}` : entry
      const found = /^(darwin|linux|linuxmusl|win32)-((?:x64|arm64)(?:\+(?:x64|arm64))?)(?:\.node)?$/.exec(name)
      if (found === null) continue
      const [, builtFor = '', processors = ''] = found
      const fits = builtFor.replace('musl', '') === platform && processors.split('+').includes(arch)
      if (!fits) rmSync(join(path, entry), { recursive: true })
    }
  }
}

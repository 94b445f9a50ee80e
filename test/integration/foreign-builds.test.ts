import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { removeForeignBuilds } from '../../build/launch/foreign-builds.mjs'
import { temporaryFolder } from '../support/temporary-folder.ts'

const own = [
  'onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
  'usearch/prebuilds/linux-x64/usearch.node',
  'better-sqlite3-multiple-ciphers/prebuilds/linux-x64.node',
  'better-sqlite3-multiple-ciphers/prebuilds/linuxmusl-x64.node',
  'usearch/prebuilds/README.md',
]
const foreign = [
  'onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1',
  'onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib',
  'usearch/prebuilds/darwin-arm64+x64/usearch.node',
  'better-sqlite3-multiple-ciphers/prebuilds/win32-x64.node',
]

test('an installation keeps the native builds of its own system, and what it does not know', () => {
  const modules = temporaryFolder()
  for (const path of [...own, ...foreign]) {
    mkdirSync(dirname(join(modules, path)), { recursive: true })
    writeFileSync(join(modules, path), 'a build')
  }
  removeForeignBuilds({ modules, platform: 'linux', arch: 'x64' })
  expect(own.filter((path) => !existsSync(join(modules, path)))).toEqual([])
  expect(foreign.filter((path) => existsSync(join(modules, path)))).toEqual([])
})

test('one build for two processors stays on both', () => {
  const modules = temporaryFolder()
  const path = join(modules, 'usearch/prebuilds/darwin-arm64+x64/usearch.node')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'a build')
  removeForeignBuilds({ modules, platform: 'darwin', arch: 'x64' })
  expect(existsSync(path)).toBe(true)
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkBundles } from '../../build/verify/bundles.ts'
import config from '../../electron.vite.config.ts'

const html = '<!doctype html><script type="module" crossorigin src="./assets/index.js"></script>'

/** What a build leaves, with nothing in it that does not belong. */
const sound = {
  'page/index.html': html,
  'page/assets/index.js': 'import{a}from"./shared.js";const load=()=>import("./view.js");export{a,load}',
  'page/assets/shared.js': 'export const a=1',
  'page/assets/view.js': 'export default new Worker(new URL("./worker.js",import.meta.url))',
  'page/assets/worker.js': 'export const b="import fs from \'node:fs\'";globalThis.process?.getBuiltinModule("fs")',
  'node/cli.js': 'import { a } from "./shared-a.js"\nimport { readFileSync } from "node:fs"\nimport "fastify"',
  'node/shared-a.js': 'export const a = 1',
  'node/engine-process.js': 'import "./shared-a.js"',
  'node/store-worker.js': 'import "better-sqlite3-multiple-ciphers"',
  'node/reader-worker.js': 'export const a = 1',
  'node/ocr-worker.js': 'export const a = 1',
  'node/chunking-worker.js': 'export const a = 1',
  'node/entity-worker.js': 'export const a = 1',
  'node/vector-worker.js': 'export const a = 1',
  'node/token-worker.js': 'export const a = 1',
  'node/onnx-process.js': 'export const a = 1',
  'node/pac-worker.js': 'export const a = 1',
  'node/certificate-worker.js': 'export const a = 1',
  'node/gguf-process.js': 'export const a = 1',
  'node/language-model-process.js': 'export const a = 1',
  'node/main.js': 'import { app } from "electron"',
  'preload/preload.cjs': 'const { ipcRenderer } = require("electron")',
}

let folder: string | undefined

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true })
  folder = undefined
})

function check(planted: Record<string, string>) {
  folder = mkdtempSync(join(tmpdir(), 'diwan-bundles-'))
  for (const [path, text] of Object.entries({ ...sound, ...planted })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return checkBundles(folder)
}

test('a sound build passes, every file of it read but the desktop host', () => {
  expect(check({})).toEqual({ files: 20, violations: [] })
})

// Catches a build that is refused for a library that only asks, at run time, whether there is a Node.
test('a page may ask a module for its require, which it has not; a process that has one may not', () => {
  const asks = 'try{a=m&&m.require&&m.require("util").types}catch{}'
  expect(check({ 'page/assets/view.js': asks }).violations).toEqual([])
  const { violations } = check({ 'node/reader-worker.js': 'module.require("electron")' })
  expect(violations).toEqual(['the engine imports electron: node/reader-worker.js'])
})

test('a sum of thousands of terms, as generated code has, is read to its end', () => {
  const sum = Array.from({ length: 20_000 }, () => 'a').join('+')
  const { violations } = check({ 'page/assets/view.js': `const a=1;const b=${sum};import("node:path")` })
  expect(violations).toEqual(['the page imports node:path: page/assets/view.js'])
})

test('what does not belong is found in chunks and workers that only other chunks name', () => {
  const { violations } = check({
    'page/assets/shared.js': 'import fs from "fs";export const a=fs',
    'page/assets/view.js': 'export default new URL("./worker.js",import.meta.url);import("node:path")',
    'page/assets/worker.js': 'import("crypto");require("electron")',
    'page/assets/index.js': 'import"./shared.js";import"./view.js";import"./__vite-browser-external-1.js"',
    'page/assets/__vite-browser-external-1.js': '// __vite-browser-external\nexport default {}',
    'node/shared-a.js': 'export const a = () => import("electron")',
    'node/store-worker.js': 'import { app } from "electron/main"',
    'node/reader-worker.js': 'const { require: r } = 1; module.require("electron")',
    'preload/preload.cjs': 'require("electron");require("node:fs");require("./chunk.cjs")',
    'preload/chunk.cjs': 'require("zod")',
  })
  expect([...violations].sort()).toEqual([
    'the engine imports electron/main: node/store-worker.js',
    'the engine imports electron: node/reader-worker.js',
    'the engine imports electron: node/shared-a.js',
    'the page holds an emptied Node built-in: page/assets/__vite-browser-external-1.js',
    'the page holds an emptied Node built-in: page/assets/index.js',
    'the page imports crypto: page/assets/worker.js',
    'the page imports electron: page/assets/worker.js',
    'the page imports fs: page/assets/shared.js',
    'the page imports node:path: page/assets/view.js',
    'the preload script imports node:fs: preload/preload.cjs',
    'the preload script imports zod: preload/chunk.cjs',
  ])
})

test('a build with a part missing is an error, not a pass', () => {
  expect(() => check({ 'page/index.html': '<!doctype html>' })).toThrow('names no script')
  rmSync(join(folder ?? '', 'preload'), { recursive: true })
  expect(() => checkBundles(folder ?? '')).toThrow('index.html names no script')
  writeFileSync(join(folder ?? '', 'page', 'index.html'), html)
  expect(() => checkBundles(folder ?? '')).toThrow('Nothing was built in')
})

// Catches an SDK that is loaded from its own some 240 files again, which holds the engine's thread for a fifth of a second,
// and a library of a hundred files that every thread of the store loads one by one.
test('the SDKs of the providers and the libraries of many small files are built in', () => {
  const exclude = expect.arrayContaining(['openai', '@anthropic-ai/sdk', '@orpc/contract', 'uuid', 'zod'])
  expect(config).toMatchObject({ main: { build: { externalizeDeps: { exclude } } } })
})

test('a build empties no folder: a host that runs from the build before still loads its chunks', () => {
  expect(config).toMatchObject({
    main: { build: { emptyOutDir: false } },
    preload: { build: { emptyOutDir: false } },
    renderer: { build: { emptyOutDir: false } },
  })
})

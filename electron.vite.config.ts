import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { pdfData } from './build/vite-pdf-data.mjs'

const from = (path: string) => resolve(import.meta.dirname, path)

/**
 * Libraries of many small files, which each process and each thread of the store would find and load one by one: a fifth of
 * what a start costs. As one chunk, an SDK of a provider holds the engine's thread a quarter as long at the first call.
 */
const builtIn = [
  'openai',
  '@anthropic-ai/sdk',
  '@orpc/client',
  '@orpc/contract',
  '@orpc/json-schema',
  '@orpc/openapi',
  '@orpc/server',
  '@orpc/standard-server-peer',
  '@orpc/zod',
  'cockatiel',
  'commander',
  'p-queue',
  'prom-client',
  'uuid',
  'zod',
]

/**
 * Everything that runs in Node (desktop main, engine process, CLI and headless host, worker threads) is one build into
 * `out/node/`, flat, because a worker entry is found beside the module that starts it. Nothing is emptied: a host that runs
 * from the build before still loads its chunks (build/launch/left-overs.mjs).
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/node',
      externalizeDeps: { exclude: builtIn },
      emptyOutDir: false,
      target: 'node24',
      sourcemap: true,
      rolldownOptions: {
        input: {
          main: from('src/main/main.ts'),
          'engine-process': from('src/main/engine-process.ts'),
          cli: from('src/headless/cli.ts'),
          'store-worker': from('src/engine/store/store-worker.ts'),
          'reader-worker': from('src/engine/ingest/reading/reader-worker.ts'),
          'chunking-worker': from('src/engine/ingest/chunking/chunking-worker.ts'),
          'entity-worker': from('src/engine/ingest/entities/entity-worker.ts'),
          'vector-worker': from('src/engine/vectors/vector-worker.ts'),
          'ocr-worker': from('src/engine/ingest/readers/ocr/ocr-worker.ts'),
          'pac-worker': from('src/engine/net/proxy/pac-worker.ts'),
          'certificate-worker': from('src/engine/net/trust/certificate-worker.ts'),
          'token-worker': from('src/engine/inference/counting/token-worker.ts'),
          'onnx-process': from('src/engine/inference/onnx/onnx-process.ts'),
          'gguf-process': from('src/engine/inference/gguf/gguf-process.ts'),
          'language-model-process': from('src/engine/inference/gguf/language-model-process.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared-[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      emptyOutDir: false,
      rolldownOptions: {
        input: { preload: from('src/preload/preload.ts') },
        // A sandboxed preload script cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src/renderer'),
    base: './',
    build: {
      outDir: from('out/page'),
      emptyOutDir: false,
      minify: 'oxc',
      // The page's content security policy takes fonts and scripts as files only.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: from('src/renderer/index.html') } },
    },
    plugins: [react(), tailwindcss(), pdfData()],
  },
})

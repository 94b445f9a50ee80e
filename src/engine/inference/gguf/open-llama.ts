import { availableParallelism } from 'node:os'
import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp'

/** Cores that this process may compute on. llama.cpp knows which of a machine's cores are good for it. */
export const usableCores = (llama: Llama): number => Math.max(1, Math.min(availableParallelism(), llama.cpuMathCores))

/**
 * llama.cpp as it was built for this machine; nothing is compiled or fetched. Its own choice of threads is never taken: it
 * is at least four, and on two cores a tiny model then stands still (docs/decisions/2026-11-21-local-language-models.md).
 */
export async function openLlama(threads: number | null): Promise<Llama> {
  const llama = await getLlama({
    gpu: 'auto',
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.disabled,
    maxThreads: Math.min(threads ?? availableParallelism(), availableParallelism()),
  })
  llama.maxThreads = Math.min(llama.maxThreads, usableCores(llama))
  return llama
}

import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { OcrLanguage } from '../../../../contract/settings.ts'
import type { GreyPicture, PictureFile } from './grey-picture.ts'
import type { OcrReply, OcrRequest } from './ocr-worker.ts'
import { type RecognisedPage, toRecognisedPage } from './recognised-page.ts'

/** Why a page was not recognised. The file's other pages are. */
export class OcrFailure extends Error {}

export type RecogniseOptions = {
  languages: readonly OcrLanguage[]
  dotsPerInch: number
  /** Time for this page; then its thread is stopped, and the next page gets a new one. */
  limitMs: number
}

/** How long Tesseract and its languages, some 100 MB, stay without work. */
const idleMs = 20_000

let worker: Worker | null = null
let idle: NodeJS.Timeout | null = null
/** Tesseract has one page at a time. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Recognises the text in a picture, in a thread below the reader's own, which ends with it. Throws an `OcrFailure` when
 * that takes too long or Tesseract breaks.
 */
export function recognise(picture: GreyPicture | PictureFile, options: RecogniseOptions): Promise<RecognisedPage> {
  const page = last.then(() => recogniseNow(picture, options))
  last = page.catch(() => undefined)
  return page
}

async function recogniseNow(picture: GreyPicture | PictureFile, options: RecogniseOptions): Promise<RecognisedPage> {
  if (idle !== null) clearTimeout(idle)
  worker ??= startWorker()
  const { languages, dotsPerInch, limitMs } = options
  try {
    const reply = await ask(worker, { request: { picture, languages, dotsPerInch }, limitMs })
    if ('failure' in reply) throw new OcrFailure(reply.failure)
    idle = setTimeout(stopWorker, idleMs)
    idle.unref()
    return toRecognisedPage(reply.page, picture)
  } catch (error) {
    // After a failure Tesseract's memory is not to be trusted.
    stopWorker()
    throw error
  }
}

function ask(thread: Worker, { request, limitMs }: { request: OcrRequest; limitMs: number }): Promise<OcrReply> {
  const { promise, resolve, reject } = Promise.withResolvers<OcrReply>()
  const fail = (error: unknown) => reject(new OcrFailure(error instanceof Error ? error.message : 'the thread ended'))
  const timer = setTimeout(() => reject(new OcrFailure(`no text after ${limitMs} ms`)), limitMs)
  thread.once('message', resolve).once('error', fail).once('exit', fail)
  thread.ref()
  // The picture is copied: when it can't be read this way round, it is tried another way.
  thread.postMessage(request)
  return promise.finally(() => {
    clearTimeout(timer)
    thread.off('message', resolve).off('error', fail).off('exit', fail)
    thread.unref()
  })
}

function stopWorker(): void {
  // What it still has to say when it is stopped concerns nobody.
  worker?.on('error', () => undefined)
  void worker?.terminate()
  worker = null
}

/** Beside this file in the source tree, beside the reader's chunk in the flat build. */
function startWorker(): Worker {
  return new Worker(fileURLToPath(new URL(`./ocr-worker${extname(import.meta.url)}`, import.meta.url)))
}

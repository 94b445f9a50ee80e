import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import type { OcrLanguage } from '../../../../contract/settings.ts'
import { closeWayOut } from '../../../net/close-way-out.ts'
import type { GreyPicture, PictureFile } from './grey-picture.ts'
import type { TesseractPage } from './recognised-page.ts'

closeWayOut()

export type OcrRequest = {
  picture: GreyPicture | PictureFile
  languages: readonly OcrLanguage[]
  dotsPerInch: number
}
export type OcrReply = { page: TesseractPage } | { failure: string }

/** What is used of Tesseract's WebAssembly module and its `TessBaseAPI`. */
type Core = {
  FS: {
    writeFile(path: string, bytes: Uint8Array): void
    readFile(path: string): Uint8Array
    unlink(path: string): void
  }
  TessBaseAPI: new () => Tesseract
}
type Tesseract = {
  /** 0 when it is ready. */
  Init(folder: null, languages: string, mode: number): number
  SetVariable(name: string, value: string): boolean
  /** Reads `/input`, in any format of Leptonica; angle in radians. 0 when it is ready. */
  SetImageFile(orientation: number, angle: number): number
  FindLines(): number
  /** Slope of the lines that were found, in radians. */
  GetGradient(): number
  Recognize(monitor: null): number
  GetJSONText(): string
  Clear(): void
  End(): void
}

// Not `require`: the bundler brings a name like that of its own.
const packages = createRequire(import.meta.url)

/** The neural engine, the only one that the language data in whole numbers serves. */
const lstmOnly = 1
/** Finds columns and blocks by itself, without looking for turned pages. */
const automaticLayout = '3'
/** Radians under which a page counts as straight: a third of a degree, which Tesseract reads as well. */
const straight = 0.006

let loaded: { core: Core; tesseract: Tesseract; languages: string } | null = null

/** Tesseract with the given languages; both it and its data come from installed packages, never from a network. */
async function load(languages: readonly OcrLanguage[]): Promise<{ core: Core; tesseract: Tesseract }> {
  const wanted = arabicFirst(languages).join('+')
  if (loaded?.languages === wanted) return loaded
  loaded?.tesseract.End()
  const core = loaded?.core ?? (await loadCore())
  for (const language of languages) {
    const data = packages.resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`)
    core.FS.writeFile(`./${language}.traineddata`, gunzipSync(readFileSync(data)))
  }
  const tesseract = new core.TessBaseAPI()
  if (tesseract.Init(null, wanted, lstmOnly) !== 0) throw new Error(`Tesseract did not start with ${wanted}`)
  tesseract.SetVariable('tessedit_pageseg_mode', automaticLayout)
  loaded = { core, tesseract, languages: wanted }
  return loaded
}

/** The first language weighs more. Latin letters are read as well when they come second, Arabic ones are not. */
function arabicFirst(languages: readonly OcrLanguage[]): OcrLanguage[] {
  return languages.toSorted((left, right) => Number(right === 'ara') - Number(left === 'ara'))
}

/** The build for this processor; tesseract.js knows which it can run. */
async function loadCore(): Promise<Core> {
  const getCore = packages('tesseract.js/src/worker-script/node/getCore.js') as (
    mode: number,
    path: null,
    reply: { progress(): void },
  ) => Promise<(module: object) => Promise<Core>>
  const start = await getCore(lstmOnly, null, { progress: () => undefined })
  return start({ print: () => undefined, printErr: () => undefined, TesseractProgress: () => undefined })
}

async function recognise({ picture, languages, dotsPerInch }: OcrRequest): Promise<TesseractPage> {
  const { core, tesseract } = await load(languages)
  core.FS.writeFile('/input', 'file' in picture ? picture.file : toPortableGreymap(picture))
  try {
    tesseract.SetVariable('user_defined_dpi', String(Math.round(dotsPerInch)))
    setImage(tesseract, 0)
    tesseract.FindLines()
    const angle = tesseract.GetGradient()
    const tilt = Math.abs(angle) < straight ? 0 : angle
    setImage(tesseract, tilt)
    if (tesseract.Recognize(null) !== 0) throw new Error('Tesseract gave up')
    return { ...(JSON.parse(tesseract.GetJSONText()) as TesseractPage), tilt }
  } finally {
    tesseract.Clear()
    core.FS.unlink('/input')
  }
}

/** The plainest format there is: a head, then the pixels. */
function toPortableGreymap({ width, height, pixels }: GreyPicture): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels])
}

function setImage(tesseract: Tesseract, angle: number): void {
  if (tesseract.SetImageFile(1, angle) !== 0) throw new Error('Tesseract does not take the picture')
}

parentPort?.on('message', async (request: OcrRequest) => {
  const reply: OcrReply = await recognise(request).then(
    (page) => ({ page }),
    (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
  )
  parentPort?.postMessage(reply)
})

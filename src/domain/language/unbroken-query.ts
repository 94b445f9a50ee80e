import { scriptOf } from './script.ts'
import { pairsOf } from './unbroken-text.ts'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
/** Katakana words end in a long vowel or not, as the writer likes. */
const longVowel = /(?<=\p{Script=Katakana}{2})ー$/u
/** What of a Japanese word does not change when it is inflected, before the kana that do. */
const inflected = /^(.*[\p{Script=Han}\p{Script=Katakana}ー])\p{Script=Hiragana}+$/u

/** What Korean puts at the end of a word, the longest first: case, topic, plural, and the forms of `to be` and `to do`. */
const koreanEndings = [
  ...[
    '에서는',
    '으로는',
    '에게서',
    '이라고',
    '입니다',
    '합니다',
    '됩니다',
    '했습니다',
    '하였다',
    '되었다',
    '하는',
    '에서',
  ],
  ...[
    '에게',
    '으로',
    '까지',
    '부터',
    '보다',
    '처럼',
    '이나',
    '이란',
    '라는',
    '하고',
    '한다',
    '된다',
    '했다',
    '하여',
    '들이',
  ],
  ...[
    '들을',
    '들의',
    '들은',
    '이다',
    '은',
    '는',
    '이',
    '가',
    '을',
    '를',
    '에',
    '의',
    '와',
    '과',
    '도',
    '만',
    '로',
    '들',
    '란',
  ],
]
const leastKorean = 2

/**
 * The words of a run without spaces, each in the part that its inflections share. Which words there are is told by the
 * dictionary that comes with the language's own segmentation (ICU); the index does not depend on it.
 */
export function wordsOfRun(run: string): string[] {
  if (scriptOf(run) === 'hangul') return [withoutKoreanEnding(run)]
  return [...segmenter.segment(run)]
    .map(({ segment }) => (kana.test(segment) ? withoutKanaEnding(segment) : segment))
    .filter((word) => word !== '')
}

function withoutKanaEnding(word: string): string {
  return (inflected.exec(word)?.[1] ?? word).replace(longVowel, '')
}

function withoutKoreanEnding(word: string): string {
  const ending = koreanEndings.find((found) => word.endsWith(found))
  if (ending === undefined) return word
  const stem = word.slice(0, -ending.length)
  return pairsOf(stem).length >= leastKorean ? stem : word
}

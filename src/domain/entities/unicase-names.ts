import type { FoundEntity } from './found-entity.ts'
import { foldName } from './found-entity.ts'
import { unicasePlaces } from './known-places.ts'

type Kind = 'person' | 'organisation' | 'place' | 'name'
type Notation = { kind: Kind; pattern: RegExp; group: number }

const arabicWord = String.raw`[\p{Script=Arabic}\p{M}]{2,20}`
const hebrewWord = String.raw`[\p{Script=Hebrew}\p{M}'"]{2,20}`
/** Chinese and Japanese small words, at which a name that ends in `公司` can't have begun. */
const small = '的在和与與是了由对對向从從於于及或而被把将將让讓给給到说說为為'

/**
 * Where letters have no case, a name can be told only by the word that stands with it: a title before a person, a kind of
 * organisation before or after its name, marks around a title of a work.
 */
const notations: readonly Notation[] = [
  {
    kind: 'person',
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:ال)?(?:سيد|سيدة|دكتور|دكتورة|أستاذ|أستاذة|شيخ|رئيس|أمير|ملك)\s(${arabicWord}\s${arabicWord})`,
      'gu',
    ),
    group: 1,
  },
  {
    kind: 'organisation',
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:و|ب|ل|ف)?((?:شركة|جامعة|وزارة|بنك|مؤسسة|منظمة|معهد|هيئة)\s${arabicWord})`,
      'gu',
    ),
    group: 1,
  },
  {
    kind: 'person',
    pattern: new RegExp(String.raw`(?<!\p{L})(?:מר|גברת|גב'|ד"ר|פרופ'|פרופסור)\s(${hebrewWord}\s${hebrewWord})`, 'gu'),
    group: 1,
  },
  {
    kind: 'organisation',
    pattern: new RegExp(String.raw`(?<!\p{L})((?:אוניברסיטת|משרד|בנק|חברת|מכון)\s${hebrewWord})`, 'gu'),
    group: 1,
  },
  {
    kind: 'organisation',
    pattern: new RegExp(
      String.raw`((?:(?![${small}])[\p{Script=Han}\p{Script=Katakana}ー]){2,12}(?:公司|大学|大學|银行|銀行|委员会|委員會|委員会|集团|集團|研究所|研究院|医院|醫院|病院|株式会社|協会|协会|協會))`,
      'gu',
    ),
    group: 1,
  },
  { kind: 'organisation', pattern: /((?:株式会社|有限会社)[\p{Script=Han}\p{Script=Katakana}ー]{2,12})/gu, group: 1 },
  {
    kind: 'organisation',
    pattern: /(?<!\p{L})(\p{Script=Hangul}{2,10}(?:대학교|주식회사|은행|위원회|연구소|협회|병원))/gu,
    group: 1,
  },
  {
    kind: 'person',
    pattern:
      /(\p{Script=Katakana}[\p{Script=Katakana}ー]{1,11}(?:[・＝]\p{Script=Katakana}[\p{Script=Katakana}ー]{1,11}){1,3})/gu,
    group: 1,
  },
  { kind: 'name', pattern: /《([^《》|]{2,40})》/gu, group: 1 },
]

const hasUnicase =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const escaped = (name: string) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const isOfWords = (name: string) =>
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Hangul}]/u.test(name)
/** In Arabic and Hebrew, small words are written together with what follows them. */
const places = new RegExp(
  [
    String.raw`(?<![\p{L}\p{M}])[وبلفכבלמהו]?(${unicasePlaces.filter(isOfWords).map(escaped).join('|')})(?![\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{M}])`,
    `(${unicasePlaces
      .filter((name) => !isOfWords(name))
      .map(escaped)
      .join('|')})`,
  ].join('|'),
  'gu',
)

/** Names in writing systems without capitals, as far as a word beside them, or a list of countries, tells. */
export function findUnicaseNames(text: string): FoundEntity[] {
  if (!hasUnicase.test(text)) return []
  const named = notations.flatMap(({ kind, pattern, group }) =>
    [...text.matchAll(pattern)].map((match) => toEntity(kind, match, match[group] ?? '')),
  )
  const found = [...text.matchAll(places)].map((match) => toEntity('place', match, match[1] ?? match[2] ?? ''))
  return [...named, ...found]
}

function toEntity(kind: Kind, match: RegExpMatchArray, written: string): FoundEntity {
  const start = (match.index ?? 0) + match[0].indexOf(written)
  return { kind, folded: foldName(written), start, end: start + written.length }
}

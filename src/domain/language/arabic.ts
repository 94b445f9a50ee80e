const arabic = /\p{Script=Arabic}/u
/** Short vowels and other marks, the superscript alef, Koranic signs, and the stroke that only stretches a word. */
const unwritten = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640]/gu
const variants: readonly (readonly [RegExp, string])[] = [
  [/[آأإٱ]/gu, 'ا'],
  [/ى|ی/gu, 'ي'],
  [/ة/gu, 'ه'],
  [/ک/gu, 'ك'],
  [/ۀ|ہ|ھ/gu, 'ه'],
]
const digits = /[\u0660-\u0669\u06f0-\u06f9]/gu

/** Arabic letters in one way of writing each, without marks; other text stays as it is. */
export function foldArabic(text: string): string {
  if (!arabic.test(text) && !digits.test(text)) return text
  const bare = text.replace(unwritten, '').replace(digits, (digit) => String(digit.charCodeAt(0) & 0xf))
  return variants.reduce((folded, [letters, instead]) => folded.replace(letters, instead), bare)
}

const articles = ['وال', 'بال', 'كال', 'فال', 'ال', 'لل']
const endings = ['ها', 'ان', 'ات', 'ون', 'ين', 'يه', 'ه', 'ي']
/** What must be left of a word when something is taken off. */
const leastAfterAnd = 3
const leastAfter = 2

/**
 * The stem of a folded Arabic word by light10 (Larkey, Ballesteros and Connell, "Light stemming for Arabic information
 * retrieval", 2007): `and`, an article with its preposition, then every ending of the list in its order, as long as enough
 * is left.
 */
export function lightArabicStem(folded: string): string {
  let stem = folded
  if (stem.startsWith('و') && stem.length > leastAfterAnd) stem = stem.slice(1)
  const article = articles.find((prefix) => stem.startsWith(prefix) && stem.length - prefix.length >= leastAfter)
  if (article !== undefined) stem = stem.slice(article.length)
  for (const ending of endings) {
    if (stem.endsWith(ending) && stem.length - ending.length >= leastAfter) stem = stem.slice(0, -ending.length)
  }
  return stem
}

import { expect, test } from 'vitest'
import { languageSets } from '../../../test/support/languages.ts'
import { detectLanguage, detectQueryLanguage, undetermined } from './detect-language.ts'

// Would catch a language that its own sentences do not tell, and is then stemmed as another.
test('the language of a text is told by all its sentences together, whatever names stand in it', () => {
  for (const { language, passages } of languageSets) {
    expect(detectLanguage(`GitHub, v2.1\n${passages.join('\n')}`)).toBe(language)
  }
})

test.each([
  ['Пользователь открывает файл и сохраняет его на диск.', 'ru'],
  ['Користувач відкриває файл і зберігає його на диск, що є швидше.', 'uk'],
  ['این قرارداد از اول ماه آینده اجرا می‌شود و برای همه است.', 'fa'],
  ['Η σύμβαση υπογράφηκε από τους δύο.', 'el'],
  ['החוזה נחתם על ידי שני הצדדים', 'he'],
  ['यह अनुबंध अगले महीने से लागू होगा', 'hi'],
  ['The boundary layer of a flat plate is thin.', 'en'],
  ['東京都の人口は多い。', 'ja'],
  ['这是一个关于 GitHub 的说明文档', 'zh'],
])('%s is %s', (text, language) => {
  expect(detectLanguage(text)).toBe(language)
})

// Would catch a guess where nothing tells: what is not known is stemmed like its neighbours.
test('what no sentence tells is not guessed', () => {
  expect(['', '42', 'v2.1 README', 'GitHub', '🙂', 'filler filler filler filler'].map(detectLanguage)).toEqual(
    Array.from({ length: 6 }, () => undetermined),
  )
})

// Would catch invoices that are stemmed as Italian, and Danish where printers set Latin: one word of theirs stands there.
test('one word of a language, however often, tells nothing', () => {
  const texts = ['Total due.', 'Amount due: 40. Due date: May. Total due: 40', 'Lorem ipsum dolor sit amet']
  expect(texts.map(detectLanguage)).toEqual([undetermined, undetermined, undetermined])
})

// Would catch German articles that are taken off an English question in a library without German.
test('a question is taken for a language of the library or English', () => {
  expect(detectQueryLanguage('die casting of war machines', ['en'])).toBe('en')
  expect(detectQueryLanguage('Was ist die Frist?', ['en', 'de'])).toBe('de')
  expect(detectQueryLanguage('What is the Frist of a contract?', ['de'])).toBe('en')
  expect(detectQueryLanguage('Frist', ['de', 'en'])).toBe('de')
})

import { expect, test } from 'vitest'
import { asOutermostUri, containerUri, isMemberUri, memberUri, outermostUri } from './member-address.ts'
import { uploadUri } from './upload-name.ts'

test('a member of a member knows both containers, whatever its name holds', () => {
  const outer = 'file:///home/a/post%21/all.zip'
  const inner = memberUri(outer, 'old!/why #1? 100%.zip')
  const deepest = memberUri(inner, 'x!/رسالة.eml')
  expect([containerUri(deepest), containerUri(inner), containerUri(outer)]).toEqual([inner, outer, null])
  expect([outermostUri(deepest), outermostUri(outer)]).toEqual([outer, outer])
})

test('a folder whose name ends with an exclamation mark makes no members', () => {
  const uris = [asOutermostUri('file:///home/a/post!/letter.txt'), uploadUri('post!/letter.txt')]
  expect(uris.map(isMemberUri)).toEqual([false, false])
  expect(decodeURIComponent(uris[0] ?? '')).toBe('file:///home/a/post!/letter.txt')
})

test('half a surrogate pair in a name makes an address and no throw', () => {
  expect(memberUri('upload:a.zip', 'b\ud800.txt')).toBe('upload:a.zip!/b%EF%BF%BD.txt')
})

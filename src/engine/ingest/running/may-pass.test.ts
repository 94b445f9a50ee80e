import { describe, expect, it } from 'vitest'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { ItemSource } from '../../store/repositories/job-items.ts'
import type { MayPass } from '../reading/extracted.ts'
import { mayPass } from './may-pass.ts'

const path: ItemSource = { kind: 'path', path: '/a.md' }
const line: ItemSource = { kind: 'line', path: '/corpus.jsonl', offset: 0, length: 9 }

function judge(
  code: FileErrorCode,
  {
    detail = '',
    source = path,
    memoryIsShort = false,
    told,
  }: Partial<{ detail: string; source: ItemSource; memoryIsShort: boolean; told: MayPass | null }> = {},
): boolean {
  const refused = { status: 'refused' as const, contentHash: null, bytes: 0, code, detail }
  return mayPass(told === undefined ? refused : { ...refused, mayPass: told }, { source, memoryIsShort }) !== null
}

describe('LIB-3.retry: which failures may pass by themselves', () => {
  it('a reader that crashed, a file that is being written, one that somebody else has', () => {
    expect(judge('READ_CRASHED')).toBe(true)
    expect(judge('FILE_CHANGED')).toBe(true)
    expect(judge('FILE_UNREADABLE', { detail: 'EBUSY' })).toBe(true)
    expect(judge('FILE_UNREADABLE', { detail: 'ESTALE' })).toBe(true)
  })

  // Catches a folder of bad files that keeps every job busy for minutes.
  it('not a bad file, a missing permission, a reading that had its minutes, a rewritten line', () => {
    expect(judge('FILE_DAMAGED')).toBe(false)
    expect(judge('FILE_UNREADABLE', { detail: 'EACCES' })).toBe(false)
    expect(judge('READ_TIMEOUT')).toBe(false)
    expect(judge('FILE_CHANGED', { source: line })).toBe(false)
  })

  it('too much memory only when others had it', () => {
    expect(judge('READ_MEMORY')).toBe(false)
    expect(judge('READ_MEMORY', { memoryIsShort: true })).toBe(true)
  })

  it('whoever knows better is believed', () => {
    expect(judge('URL_REFUSED', { told: { afterMs: 9 } })).toBe(true)
    expect(judge('READ_CRASHED', { told: null })).toBe(false)
  })
})

import { create } from 'zustand'
import type { Attachment } from '../../contract/chat.ts'
import { client } from './client.ts'

/** A file on its way to a message that is being written, or one that could not be read. */
export type Attaching = { id: number; name: string; error: unknown; controller: AbortController }

type Files = { files: Readonly<Record<string, readonly Attaching[]>> }

/** Files on their way, by the draft that they belong to. */
export const useAttaching = create<Files>(() => ({ files: {} }))

let lastId = 0

function change(key: string, next: (files: readonly Attaching[]) => readonly Attaching[]): void {
  useAttaching.setState(({ files }) => ({ files: { ...files, [key]: next(files[key] ?? []) } }))
}

/** Hands files to the engine, each by itself, so that one that can't be read keeps no other back. */
export function attachFiles(key: string, files: readonly File[], onAttached: (attachment: Attachment) => void): void {
  for (const file of files) void attach(key, file, onAttached)
}

async function attach(key: string, file: File, onAttached: (attachment: Attachment) => void): Promise<void> {
  lastId += 1
  const attaching: Attaching = { id: lastId, name: file.name, error: null, controller: new AbortController() }
  change(key, (files) => [...files, attaching])
  try {
    const attachment = await client.chat.attach({ file }, { signal: attaching.controller.signal })
    dropAttaching(key, attaching.id)
    onAttached(attachment)
  } catch (error) {
    if (attaching.controller.signal.aborted) dropAttaching(key, attaching.id)
    else change(key, (files) => files.map((each) => (each.id === attaching.id ? { ...each, error } : each)))
  }
}

/** Takes a file out, and ends its way if it is on one. */
export function dropAttaching(key: string, id: number): void {
  useAttaching
    .getState()
    .files[key]?.find((each) => each.id === id)
    ?.controller.abort()
  change(key, (files) => files.filter((each) => each.id !== id))
}

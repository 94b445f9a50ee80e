import { type ReactNode, useRef } from 'react'
import { type Dropped, fromFiles } from '../engine/dropped-files.ts'

type FileChooserProps = {
  kind: 'files' | 'folder'
  onChoose(dropped: Dropped): void
  children(open: () => void): ReactNode
}

/** Opens the system's own dialog for files or for a folder, from whatever control its child is. */
export function FileChooser({ kind, onChoose, children }: FileChooserProps) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={(element) => {
          field.current = element
          // React knows no property for it.
          if (kind === 'folder') element?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        multiple
        hidden
        data-choose={kind}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onChoose(fromFiles(files))
        }}
      />
      {children(() => field.current?.click())}
    </>
  )
}

import { FolderInput } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { carriesFiles, fromTransfer } from '../engine/dropped-files.ts'
import { requestAdd } from './add-request.ts'

/** Takes files and folders dropped anywhere on the page. */
export function DropZone({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      depth += 1
      setOver(true)
    }
    const move = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer) || event.dataTransfer === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setOver(!isTaken(event))
    }
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      depth -= 1
      if (depth <= 0) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer) || event.dataTransfer === null) return
      depth = 0
      setOver(false)
      if (event.defaultPrevented) return
      event.preventDefault()
      void requestAdd(fromTransfer(event.dataTransfer), t('library.defaultName'))
    }
    const listeners = { dragenter: enter, dragover: move, dragleave: leave, drop }
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as EventListener)
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        window.removeEventListener(name, listener as EventListener)
      }
    }
  }, [t])
  return (
    <>
      {children}
      {over ? (
        <div className="pointer-events-none fixed inset-3 z-50 flex animate-rise flex-col items-center justify-center gap-3 rounded-md border-2 border-accent border-dashed bg-paper/90">
          <FolderInput aria-hidden className="size-8 stroke-[1.4] text-accent" />
          <p className="font-medium text-lg">{t('drop.title')}</p>
          <p className="text-ink-soft">{t('drop.text')}</p>
        </div>
      ) : null}
    </>
  )
}

/** Whether a part of the page is under the pointer that takes files for itself. */
function isTaken({ target }: DragEvent): boolean {
  return target instanceof Element && target.closest('[data-takes-files]') !== null
}

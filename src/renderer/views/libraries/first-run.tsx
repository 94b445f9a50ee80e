import { FileUp, FolderUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { requestAdd, useAddRequest } from '../../app/add-request.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { FileChooser } from '../../components/file-chooser.tsx'
import { Button } from '../../components/ui/button.tsx'
import type { Dropped } from '../../engine/dropped-files.ts'

/** Before there is a library: what to do, and what will happen to what is dropped. */
export function FirstRun() {
  const { t } = useTranslation()
  const error = useAddRequest((state) => state.error)
  const add = (dropped: Dropped) => void requestAdd(dropped, t('library.defaultName'))
  return (
    <div className="flex flex-1 flex-col overflow-y-auto p-4 sm:p-8">
      <div className="m-auto w-full max-w-140">
        <h2 className="reading-title text-2xl">{t('firstRun.title')}</h2>
        <p className="reading mt-2 text-ink-soft">{t('firstRun.text')}</p>
        <div className="mt-7 flex flex-col items-center rounded-md border border-line-strong/70 border-dashed px-6 py-12 text-center">
          <p className="font-medium text-lg">{t('firstRun.drop')}</p>
          <p className="mt-1 text-ink-soft">{t('firstRun.formats')}</p>
          <div className="mt-6 flex flex-wrap justify-center gap-2">
            <FileChooser kind="folder" onChoose={add}>
              {(open) => (
                <Button look="primary" size="large" onClick={open}>
                  <FolderUp />
                  {t('firstRun.chooseFolder')}
                </Button>
              )}
            </FileChooser>
            <FileChooser kind="files" onChoose={add}>
              {(open) => (
                <Button size="large" onClick={open}>
                  <FileUp />
                  {t('firstRun.chooseFiles')}
                </Button>
              )}
            </FileChooser>
          </div>
        </div>
        {error === null ? null : (
          <div className="mt-4">
            <FailureNote error={error} />
          </div>
        )}
        <p className="mt-5 text-pretty text-ink-faint text-sm">{t('firstRun.privacy')}</p>
      </div>
    </div>
  )
}

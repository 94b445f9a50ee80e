import { Boxes, RotateCcw } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { ActionsContext } from './exchange-actions.ts'
import { ModelMenu } from './model-menu.tsx'
import { popoverSurface } from './popover-surface.ts'
import { useLanguageModels } from './use-language-models.ts'

type AnswerWithProps = {
  question: { id: string; text: string }
  /** The answer is a model's. */
  isWritten: boolean
  /** That was asked for. */
  model: string | null
}

/** Answers a question once more, by the same model or by another, beside the answer that it has. */
export function AnswerWith({ question, isWritten, model }: AnswerWithProps) {
  const { t } = useTranslation()
  const { answerAgain } = useContext(ActionsContext)
  const models = useLanguageModels()
  const [isOpen, setOpen] = useState(false)
  if (models.length < 2) return null
  return (
    <>
      {isWritten ? (
        <Button
          look="quiet"
          size="small"
          className="px-2 font-normal"
          onClick={() => answerAgain(question, model === null ? [] : [model])}
        >
          <RotateCcw />
          {t('answer.again')}
        </Button>
      ) : null}
      <Popover.Root open={isOpen} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <Button look="quiet" size="small" className="px-2 font-normal">
            <Boxes />
            {t('answer.with')}
          </Button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            side="top"
            align="start"
            sideOffset={6}
            collisionPadding={8}
            aria-label={t('answer.with')}
            className={popoverSurface}
          >
            <ModelMenu
              models={models}
              chosen={[]}
              withSettings={false}
              onPick={(reference) => {
                setOpen(false)
                if (reference !== null) answerAgain(question, [reference])
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </>
  )
}

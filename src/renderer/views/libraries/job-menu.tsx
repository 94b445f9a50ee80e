import { ArrowDownToLine, ArrowUpToLine, Equal, List, MoreHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Job, JobPriority } from '../../../contract/jobs.ts'
import { Button } from '../../components/ui/button.tsx'
import { ActionMenu } from '../../components/ui/menu.tsx'

type JobMenuProps = { job: Job; onFiles(): void; onPriority(priority: JobPriority): void }

const icons: Record<JobPriority, ReactNode> = { high: <ArrowUpToLine />, normal: <Equal />, low: <ArrowDownToLine /> }

/** The files of a job at work, and whether it comes sooner or later than others. */
export function JobMenu({ job, onFiles, onPriority }: JobMenuProps) {
  const { t } = useTranslation()
  return (
    <ActionMenu
      actions={[
        { label: t('job.files'), icon: <List />, onSelect: onFiles },
        ...JobPriority.options.map((priority) => ({
          label: t(`job.priority.${priority}`),
          icon: icons[priority],
          disabled: job.priority === priority,
          onSelect: () => onPriority(priority),
        })),
      ]}
    >
      <Button look="quiet" size="icon-small" aria-label={t('job.more')}>
        <MoreHorizontal />
      </Button>
    </ActionMenu>
  )
}

import { memo } from 'react'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import { elements } from './elements.tsx'
import { prepareMaths } from './prepare-maths.ts'
import { rehypeDoubtedSentences } from './rehype-doubted-sentences.ts'
import { remarkAnswerMarks } from './remark-answer-marks.ts'
import { safeAddress } from './safe-address.ts'

type MarkdownTextProps = {
  source: string
  /** Letters of the sentences to mark; one that the text has not is empty, so that places stay as they are. */
  doubted: readonly string[]
}

const remarkPlugins = [remarkGfm, [remarkMath, { singleDollarTextMath: false }], remarkAnswerMarks] as const

/** A stretch of Markdown. Its markup is text: what looks like HTML is shown as it was written. */
export const MarkdownText = memo(function MarkdownText({ source, doubted }: MarkdownTextProps) {
  return (
    <ReactMarkdown
      remarkPlugins={[...remarkPlugins] as React.ComponentProps<typeof ReactMarkdown>['remarkPlugins']}
      rehypePlugins={[() => rehypeDoubtedSentences(doubted)]}
      urlTransform={safeAddress}
      components={elements}
    >
      {prepareMaths(source)}
    </ReactMarkdown>
  )
}, hasSame)

function hasSame(before: MarkdownTextProps, now: MarkdownTextProps): boolean {
  return before.source === now.source && before.doubted.join('\n') === now.doubted.join('\n')
}

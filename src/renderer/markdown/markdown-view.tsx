import { useRef } from 'react'
import { CodeBlock } from './code-block.tsx'
import { definitionsOf, withDefinitions } from './definitions.ts'
import { Diagram } from './diagram.tsx'
import { Formula } from './formula.tsx'
import { hideUnfinished } from './hide-unfinished.ts'
import { MarkdownText } from './markdown-text.tsx'
import { lettersOf } from './rehype-doubted-sentences.ts'
import { HeadingLevels } from './slots.ts'
import { type MarkdownBlock, splitBlocks } from './split-blocks.ts'

type MarkdownViewProps = {
  text: string
  /** More is still to come. */
  isGrowing: boolean
  /** Sentences to mark, as they stand in the text. */
  doubted?: readonly string[]
}

const none: readonly string[] = []

/**
 * Markdown that may still be growing. Blocks that are whole are drawn once; only the last one is parsed anew as characters
 * come, and what of it can't be shown yet waits.
 */
export function MarkdownView({ text, isGrowing, doubted = none }: MarkdownViewProps) {
  const blocks = useBlocks(text)
  const definitions = definitionsOf(blocks)
  const letters = doubted.map(lettersOf)
  return (
    <HeadingLevels value={headingLevelsOf(blocks)}>
      <div className="answer-text reading">
        {blocks.map((block, index) => (
          <Block
            key={block.start}
            block={block}
            isWhole={block.isWhole || index < blocks.length - 1 || !isGrowing}
            definitions={definitions}
            doubted={letters}
          />
        ))}
      </div>
    </HeadingLevels>
  )
}

function headingLevelsOf(blocks: readonly MarkdownBlock[]): string {
  const marks = blocks.flatMap(({ kind, raw }) => (kind === 'text' ? (raw.match(/^ {0,3}#{1,6}(?=\s)/gm) ?? []) : []))
  return [...new Set(marks.map((mark) => mark.trim().length))].toSorted().join('')
}

/** Cuts a text that grows from its last cut on, any other from its beginning. */
function useBlocks(text: string): readonly MarkdownBlock[] {
  const last = useRef<{ text: string; blocks: readonly MarkdownBlock[] }>({ text: '', blocks: [] })
  const { current } = last
  if (text === current.text) return current.blocks
  const blocks = splitBlocks(text, text.startsWith(current.text) ? current.blocks : [])
  last.current = { text, blocks }
  return blocks
}

type BlockProps = { block: MarkdownBlock; isWhole: boolean; definitions: string; doubted: readonly string[] }

function Block({ block, isWhole, definitions, doubted }: BlockProps) {
  if (block.kind === 'maths') return <Formula formula={block.formula} isDisplayed isWhole={isWhole} />
  if (block.kind === 'code') {
    if (block.language === 'mermaid') return <Diagram source={block.code} isWhole={isWhole} />
    return <CodeBlock code={block.code} language={block.language} isWhole={isWhole} />
  }
  const source = isWhole ? block.raw : hideUnfinished(block.raw)
  const here = doubted.length === 0 ? none : marksIn(source, doubted)
  return <MarkdownText source={withDefinitions(source, definitions)} doubted={here} />
}

/** Only what a block holds is told to it, so that the others are not drawn anew for it. */
function marksIn(source: string, doubted: readonly string[]): readonly string[] {
  const letters = lettersOf(source)
  const here = doubted.map((sentence) => (letters.includes(sentence) ? sentence : ''))
  return here.every((sentence) => sentence === '') ? none : here
}

import { type ComponentType, createContext } from 'react'

/** What the words around a text know and its Markdown does not. */
export type Slots = {
  /** A mark such as [2] or [1, 3]. */
  Citation: ComponentType<{ text: string; numbers: readonly number[] }>
  /** A stretch of a sentence that its sources do not support. */
  Doubted: ComponentType<{ text: string; sentence: number; isLast: boolean }>
}

/** The levels of headings that a text has, highest first, such as `23`: its highest stands right below the question. */
export const HeadingLevels = createContext('')

export const MarkdownSlots = createContext<Slots>({
  Citation: ({ text }) => text,
  Doubted: ({ text }) => text,
})

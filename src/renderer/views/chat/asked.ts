import { createContext } from 'react'
import type { Asked } from '../../app/view-state.ts'

/**
 * What the answer around a citation was looked for with; null where nothing was searched,
 * as in a checked text and an answer that read every document.
 */
export const AskedContext = createContext<Asked | null>(null)

import { chat } from './chat.ts'
import { documents } from './documents.ts'
import { erasures } from './erasures.ts'
import { folders } from './folders.ts'
import { health } from './health.ts'
import { jobs } from './jobs.ts'
import { libraries } from './libraries.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'

/** Everything that can be asked of an engine, whatever the door. */
export const contract = { health, libraries, folders, documents, erasures, jobs, search, chat, settings }
export type Contract = typeof contract

import type { WriteConnection } from '../connection.ts'

/**
 * One step of the schema. Levels have gaps, so that a step can be put between two others before they ship; once shipped,
 * a step is never edited (migrations.test.ts holds the checksum of each).
 */
export type Migration = { level: number; name: string; up(connection: WriteConnection): void }

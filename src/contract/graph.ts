import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, Paging, Span } from './common.ts'
import { declare } from './errors.ts'

export const EntityKind = z.enum(['person', 'organisation', 'place', 'name', 'date', 'identifier', 'address'])
export type EntityKind = z.infer<typeof EntityKind>

/** Something that documents speak of by name, the same in all documents of a library. */
export const Entity = z.object({
  id: Id,
  kind: EntityKind,
  /** As it is written most often. */
  name: z.string(),
  documents: z.int(),
  mentions: z.int(),
})
export type Entity = z.infer<typeof Entity>

/** Two entities that stand near each other; `label` where the text says how they belong together. */
export const Relation = z.object({
  from: Id,
  to: Id,
  label: z.string().nullable(),
  documents: z.int(),
  /** Times that they stand together. */
  weight: z.int(),
})
export type Relation = z.infer<typeof Relation>

const entityReference = z.object({ entityId: Id })

export const graph = {
  /** The entities of a library by the documents that mention them, those with the given text in their names. */
  entities: procedure
    .route({ method: 'GET', path: '/libraries/{library}/entities', tags: ['graph'], summary: 'Names in a library' })
    .errors(declare('LIBRARY_NOT_FOUND'))
    .input(
      Paging.extend({ library: LibraryReference, text: z.string().max(200).optional(), kind: EntityKind.optional() }),
    )
    .output(z.object({ total: z.int(), items: z.array(Entity) })),
  /** The strongest entities and what joins them; with `entityId`, those around one. */
  picture: procedure
    .route({ method: 'GET', path: '/libraries/{library}/graph', tags: ['graph'], summary: 'The graph of a library' })
    .errors(declare('LIBRARY_NOT_FOUND', 'ENTITY_NOT_FOUND'))
    .input(
      z.object({
        library: LibraryReference,
        entityId: Id.optional(),
        /** Steps from that entity. */
        depth: z.int().min(1).max(3).default(1),
        limit: z.int().min(1).max(500).default(80),
      }),
    )
    .output(z.object({ entities: z.array(Entity), relations: z.array(Relation) })),
  /** Where an entity stands. */
  mentions: procedure
    .route({ method: 'GET', path: '/entities/{entityId}/mentions', tags: ['graph'], summary: 'Where a name stands' })
    .errors(declare('ENTITY_NOT_FOUND'))
    .input(Paging.extend(entityReference.shape))
    .output(
      z.object({
        total: z.int(),
        items: z.array(
          z.object({
            documentId: Id,
            document: z.string(),
            page: z.int().positive().nullable(),
            ...Span.shape,
            /** The sentence around it. */
            text: z.string(),
          }),
        ),
      }),
    ),
}

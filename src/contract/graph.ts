import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, orOne, Paging, Span } from './common.ts'
import { DocumentType } from './document.ts'
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

/** Where an entity stands. */
export const Mention = z.object({
  documentId: Id,
  document: z.string(),
  type: DocumentType.nullable(),
  page: z.int().positive().nullable(),
  /** Of the name in the document; with `besideId`, from the one name to the other. */
  ...Span.shape,
  /** The sentence around it. */
  text: z.string(),
  /** Where in `text` the name stands; with `besideId`, both names. */
  named: z.array(Span),
})
export type Mention = z.infer<typeof Mention>

/** A part of the graph of a library. */
export const GraphPicture = z.object({
  /** Those of most documents first; around one, that one and then what is nearest. */
  entities: z.array(Entity),
  /** The strongest first. Of very many only these: each entity has its strongest one among them. */
  relations: z.array(Relation),
  /** Entities that there are to be shown; null when there are more than shown and counting them would take long. */
  total: z.int().nullable(),
  /** Relations that there are between those shown. */
  related: z.int(),
  /** Documents of the library that are still to be read for names. */
  waiting: z.int(),
})
export type GraphPicture = z.infer<typeof GraphPicture>

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
        /** Only these, but for the one that is looked around; none means all. */
        kinds: orOne(z.array(EntityKind)).default([]),
      }),
    )
    .output(GraphPicture),
  /** Where an entity stands; with `besideId`, the sentences in which it stands with another. */
  mentions: procedure
    .route({ method: 'GET', path: '/entities/{entityId}/mentions', tags: ['graph'], summary: 'Where a name stands' })
    .errors(declare('ENTITY_NOT_FOUND'))
    .input(Paging.extend(entityReference.shape).extend({ besideId: Id.optional() }))
    .output(z.object({ total: z.int(), items: z.array(Mention) })),
}

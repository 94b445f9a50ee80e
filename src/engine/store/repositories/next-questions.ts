import { Answer, type Citation } from '../../../contract/answers.ts'
import { Failure } from '../../../domain/failure.ts'
import type { NearName } from '../../../domain/next-questions/follow-ups.ts'
import type { PastQuestion } from '../../../domain/next-questions/past-questions.ts'
import type { ReadConnection } from '../connection.ts'
import { branch, branchValues } from './branches.ts'
import { entityColumns, namesOf } from './graph.ts'

/** The end of a conversation: its questions, and the answer to the last of them. */
export type LastAnswer = {
  conversationId: string
  messageId: string
  libraryIds: string[]
  /** Each as it was understood, oldest first. */
  questions: string[]
  answer: Answer
  answeredAt: number
  /** Heading paths of what the answers before it quoted. */
  quotedBefore: string[][]
}

/** A section as its chunks have it, in the order of the document. */
export type SectionPlace = {
  /** Place of the citation that it stands beside, from 0. */
  rank: number
  headingPath: string[]
  /** The document's own title; null where it is only the file's name. */
  title: string | null
  isCited: boolean
}

export type Beside = { sections: SectionPlace[]; names: NearName[] }

type CitedSpan = Pick<Citation, 'documentId' | 'start' | 'end'>

/** Questions that are looked at, the latest. */
const mostPast = 500
/** Questions of one conversation. */
const mostAsked = 50
/** Chunks before and after a citation whose sections stand beside it. */
const reach = 12
const mostNames = 20

/** SQL for a question as it was understood: `q` is its message, `a` that of its answer. */
const understood = `coalesce(a.answer ->> '$.understoodAs', q.text)`
/** SQL for the answer to a question; of several, the one in hand that came last. */
const withAnswer = `LEFT JOIN messages a ON a.id = (SELECT id FROM messages WHERE parent_id = q.id AND role = 'assistant'
  ORDER BY answer IS NULL, ordinal DESC LIMIT 1)`

export const nextQuestionReads = {
  /** What was asked since then, in conversations that are kept, in the order of asking within each. */
  'questions.past': (connection: ReadConnection, input: { since: number }): PastQuestion[] =>
    connection
      .all<Omit<PastQuestion, 'libraryIds'> & { libraryIds: string }>(
        'questions.past',
        `SELECT * FROM (
           SELECT c.id AS conversationId, ${understood} AS question, c.library_ids AS libraryIds,
             q.created_at AS askedAt, q.ordinal
           FROM conversations c JOIN messages q ON q.conversation_id = c.id ${withAnswer}
           WHERE c.updated_at >= :since AND q.role = 'user' AND q.created_at >= :since
           ORDER BY q.created_at DESC LIMIT :most) ORDER BY conversationId, ordinal`,
        { since: input.since, most: mostPast },
      )
      .map(({ conversationId, question, libraryIds, askedAt }) => ({
        ...{ conversationId, question, askedAt },
        libraryIds: JSON.parse(libraryIds) as string[],
      })),

  /**
   * The last answer of a conversation, or of the one that was last in use; null when it has none.
   *
   * @throws Failure CONVERSATION_NOT_FOUND for one that was named
   */
  'questions.lastAnswer': (connection: ReadConnection, input: { conversationId: string | null }): LastAnswer | null => {
    const conversation = connection.get<{ id: string; libraryIds: string; headId: string | null }>(
      'questions.conversation',
      `SELECT id, library_ids AS libraryIds, head_id AS headId FROM conversations WHERE :id IS NULL OR id = :id
       ORDER BY updated_at DESC, id DESC LIMIT 1`,
      { id: input.conversationId },
    )
    if (conversation === undefined) {
      if (input.conversationId === null) return null
      throw new Failure('CONVERSATION_NOT_FOUND', { conversationId: input.conversationId })
    }
    const last = connection.get<{ id: string; answer: string | null; answeredAt: number }>(
      'questions.lastMessage',
      'SELECT id, answer, created_at AS answeredAt FROM messages WHERE id = ?',
      [conversation.headId],
    )
    if (last === undefined || last.answer === null) return null
    const questions = connection.all<{ question: string }>(
      'questions.asked',
      `${branch} SELECT ${understood} AS question FROM branch b JOIN messages q ON q.id = b.id ${withAnswer}
       WHERE q.role = 'user' ORDER BY b.steps LIMIT :mostAsked`,
      { ...branchValues(conversation.headId), mostAsked },
    )
    return {
      conversationId: conversation.id,
      messageId: last.id,
      libraryIds: JSON.parse(conversation.libraryIds) as string[],
      questions: questions.map(({ question }) => question).reverse(),
      answer: Answer.parse(JSON.parse(last.answer)),
      answeredAt: last.answeredAt,
      quotedBefore: findQuotedBefore(connection, last.id),
    }
  },

  /** What stands beside citations and in them. Of documents that are gone or lie in the trash, nothing. */
  'questions.beside': (connection: ReadConnection, input: { cited: readonly CitedSpan[] }): Beside => {
    const cited = JSON.stringify(input.cited)
    return { sections: findSections(connection, cited), names: findNames(connection, cited) }
  },
}

function findQuotedBefore(connection: ReadConnection, messageId: string): string[][] {
  const paths = connection.all<{ headingPath: string }>(
    'questions.quotedBefore',
    `${branch} SELECT DISTINCT c.value ->> '$.headingPath' AS headingPath
     FROM (SELECT m.answer FROM branch b JOIN messages m ON m.id = b.id WHERE b.steps > 0 AND m.answer IS NOT NULL
           ORDER BY b.steps LIMIT :mostAsked) m, json_each(m.answer, '$.citations') c`,
    { ...branchValues(messageId), mostAsked },
  )
  return paths.map(({ headingPath }) => JSON.parse(headingPath) as string[])
}

/** SQL for the citations, each with its document and library. */
const citedDocuments = `json_each(:cited) s
  JOIN documents d ON d.id = s.value ->> '$.documentId' AND d.trashed_at IS NULL
  JOIN libraries l ON l.key = d.library_key AND l.erasing = 0`

type SectionRow = { rank: number; headingPath: string; title: string | null; isCited: number }

function findSections(connection: ReadConnection, cited: string): SectionPlace[] {
  return connection
    .all<SectionRow>(
      'questions.sections',
      `SELECT s.key AS rank, c.heading_path AS headingPath, iif(d.title = d.name, NULL, d.title) AS title,
         c.id = o.id AS isCited
       FROM ${citedDocuments}
         JOIN chunks o ON o.document_key = d.key AND o.ordinal = (SELECT max(ordinal) FROM chunks
           WHERE document_key = d.key AND start <= s.value ->> '$.start')
         JOIN chunks c ON c.document_key = d.key AND c.ordinal BETWEEN o.ordinal - :reach AND o.ordinal + :reach
       ORDER BY s.key, c.ordinal`,
      { cited, reach },
    )
    .map(({ rank, headingPath, title, isCited }) => ({
      ...{ rank, title, isCited: isCited === 1 },
      headingPath: JSON.parse(headingPath) as string[],
    }))
}

/** Dates are left out: they are asked about with what happened. */
function findNames(connection: ReadConnection, cited: string): NearName[] {
  const rows = connection.all<Omit<NearName, 'elsewhere'> & { mentions: number; total: number }>(
    'questions.names',
    `SELECT ${entityColumns}, count(*) AS mentions, min(f.rank) AS rank,
       (SELECT sum(mentions) FROM entities WHERE key IN ${namesOf('p.key')}) AS total
     FROM (SELECT DISTINCT m.document_key, m.start, coalesce(e.same_as, e.key) AS principal, min(s.key) AS rank
           FROM ${citedDocuments} JOIN entity_mentions m ON m.document_key = d.key
             AND m.start >= s.value ->> '$.start' AND m.start < s.value ->> '$.end'
             JOIN entities e ON e.key = m.entity_key GROUP BY m.document_key, m.start) f
       JOIN entities p ON p.key = f.principal
     WHERE p.family <> 'date' GROUP BY p.key ORDER BY rank, mentions DESC LIMIT :most`,
    { cited, most: mostNames },
  )
  return rows.map(({ name, kind, mentions, total, rank }) => ({
    ...{ name, kind, rank },
    elsewhere: Math.max(0, total - mentions),
  }))
}

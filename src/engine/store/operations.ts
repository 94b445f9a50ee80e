import type { ReadConnection, WriteConnection } from './connection.ts'
import { aheadSpendingReads, aheadSpendingWrites } from './repositories/ahead-spending.ts'
import { answerCacheReads, answerCacheWrites } from './repositories/answer-cache.ts'
import { attachmentReads } from './repositories/attachments.ts'
import { batchReads, batchWrites } from './repositories/batches.ts'
import { budgetReads, budgetWrites } from './repositories/budgets.ts'
import { chatAttachmentReads, chatAttachmentWrites } from './repositories/chat-attachments.ts'
import { chunkReads } from './repositories/chunks.ts'
import { citedTextReads } from './repositories/cited-texts.ts'
import { collectionReads } from './repositories/collections.ts'
import { conversationReads, conversationWrites } from './repositories/conversations.ts'
import { documentContentReads } from './repositories/document-content.ts'
import { documentDescriptionReads, documentDescriptionWrites } from './repositories/document-description.ts'
import { documentTrashReads, documentTrashWrites } from './repositories/document-trash.ts'
import { documentReads } from './repositories/documents.ts'
import { draftSourceReads } from './repositories/draft-sources.ts'
import { embeddingEstimateReads } from './repositories/embedding-estimate.ts'
import { embeddingWorkReads } from './repositories/embedding-work.ts'
import { entityReadingReads, entityReadingWrites } from './repositories/entity-reading.ts'
import { erasureReportReads, erasureReportWrites } from './repositories/erasure-reports.ts'
import { erasureReads, erasureWrites } from './repositories/erasures.ts'
import { evaluationReads, evaluationWrites } from './repositories/evaluations.ts'
import { folderChangeWrites } from './repositories/folder-changes.ts'
import { folderFileReads, folderFileWrites } from './repositories/folder-files.ts'
import { folderJobReads, folderJobWrites } from './repositories/folder-jobs.ts'
import { folderReads, folderWrites } from './repositories/folders.ts'
import { graphReads } from './repositories/graph.ts'
import { graphMentionReads } from './repositories/graph-mentions.ts'
import { graphPictureReads } from './repositories/graph-picture.ts'
import { graphSearchReads } from './repositories/graph-search.ts'
import { ingestionWrites } from './repositories/ingestion.ts'
import { itemQueueReads, itemQueueWrites } from './repositories/item-queue.ts'
import { jobItemReads } from './repositories/job-items.ts'
import { jobReads, jobWrites } from './repositories/jobs.ts'
import { judgedNameReads } from './repositories/judged-names.ts'
import { ledgerAdviceReads } from './repositories/ledger-advice.ts'
import { ledgerCallReads } from './repositories/ledger-calls.ts'
import { ledgerForecastReads } from './repositories/ledger-forecast.ts'
import { ledgerSumReads } from './repositories/ledger-sums.ts'
import { libraryReads, libraryWrites } from './repositories/libraries.ts'
import { librarySettingReads, librarySettingWrites } from './repositories/library-settings.ts'
import { librarySpaceReads, librarySpaceWrites } from './repositories/library-spaces.ts'
import { linkEntityWrites } from './repositories/link-entities.ts'
import { maintenanceReads } from './repositories/maintenance.ts'
import { messageReads, messageWrites } from './repositories/messages.ts'
import { modelReads, modelWrites } from './repositories/models.ts'
import { networkLogReads, networkLogWrites } from './repositories/network-log.ts'
import { nextQuestionReads } from './repositories/next-questions.ts'
import { priceReads, priceWrites } from './repositories/prices.ts'
import { providerReads, providerWrites } from './repositories/providers.ts'
import { questionSetReads, questionSetWrites } from './repositories/question-sets.ts'
import { rechunkingWrites } from './repositories/rechunking.ts'
import { renewIndexReads, renewIndexWrites } from './repositories/renew-index.ts'
import { saveVectorWrites } from './repositories/save-vectors.ts'
import { searchReads } from './repositories/search.ts'
import { broadSearchReads } from './repositories/search-broad.ts'
import { searchChunkReads } from './repositories/search-chunks.ts'
import { standingReads } from './repositories/search-standings.ts'
import { settingReads, settingWrites } from './repositories/settings.ts'
import { spendingReads, spendingWrites } from './repositories/spending.ts'
import { tagWrites } from './repositories/tags.ts'
import { unusedVectorWrites } from './repositories/unused-vectors.ts'
import { vectorSourceReads, vectorSourceWrites } from './repositories/vector-source.ts'
import { waitingAnswerReads, waitingAnswerWrites } from './repositories/waiting-answers.ts'

/** Everything that can be read from the store, by name. */
export const reads = {
  ...libraryReads,
  ...librarySettingReads,
  ...librarySpaceReads,
  ...embeddingWorkReads,
  ...embeddingEstimateReads,
  ...vectorSourceReads,
  ...modelReads,
  ...priceReads,
  ...budgetReads,
  ...spendingReads,
  ...ledgerSumReads,
  ...ledgerForecastReads,
  ...ledgerCallReads,
  ...ledgerAdviceReads,
  ...providerReads,
  ...chunkReads,
  ...folderReads,
  ...folderFileReads,
  ...folderJobReads,
  ...documentReads,
  ...documentContentReads,
  ...documentDescriptionReads,
  ...documentTrashReads,
  ...erasureReads,
  ...erasureReportReads,
  ...searchReads,
  ...renewIndexReads,
  ...broadSearchReads,
  ...searchChunkReads,
  ...standingReads,
  ...jobReads,
  ...jobItemReads,
  ...itemQueueReads,
  ...conversationReads,
  ...messageReads,
  ...chatAttachmentReads,
  ...settingReads,
  ...questionSetReads,
  ...evaluationReads,
  ...draftSourceReads,
  ...citedTextReads,
  ...judgedNameReads,
  ...attachmentReads,
  ...answerCacheReads,
  ...aheadSpendingReads,
  ...nextQuestionReads,
  ...collectionReads,
  ...entityReadingReads,
  ...graphReads,
  ...graphMentionReads,
  ...graphPictureReads,
  ...graphSearchReads,
  ...networkLogReads,
  ...maintenanceReads,
  ...waitingAnswerReads,
  ...batchReads,
}

/** Everything that can change the store, by name; each runs as one transaction. */
export const writes = {
  ...libraryWrites,
  ...librarySettingWrites,
  ...librarySpaceWrites,
  ...saveVectorWrites,
  ...unusedVectorWrites,
  ...vectorSourceWrites,
  ...modelWrites,
  ...priceWrites,
  ...budgetWrites,
  ...spendingWrites,
  ...providerWrites,
  ...rechunkingWrites,
  ...renewIndexWrites,
  ...documentDescriptionWrites,
  ...documentTrashWrites,
  ...erasureWrites,
  ...erasureReportWrites,
  ...tagWrites,
  ...ingestionWrites,
  ...jobWrites,
  ...itemQueueWrites,
  ...folderWrites,
  ...folderFileWrites,
  ...folderChangeWrites,
  ...folderJobWrites,
  ...conversationWrites,
  ...messageWrites,
  ...chatAttachmentWrites,
  ...settingWrites,
  ...questionSetWrites,
  ...evaluationWrites,
  ...answerCacheWrites,
  ...aheadSpendingWrites,
  ...entityReadingWrites,
  ...linkEntityWrites,
  ...waitingAnswerWrites,
  ...batchWrites,
  ...networkLogWrites,
}

export type Reads = typeof reads
export type Writes = typeof writes
export type ReadName = keyof Reads
export type WriteName = keyof Writes
export type ReadInput<Name extends ReadName> = Parameters<Reads[Name]>[1]
export type WriteInput<Name extends WriteName> = Parameters<Writes[Name]>[1]
export type ReadResult<Name extends ReadName> = ReturnType<Reads[Name]>
export type WriteResult<Name extends WriteName> = ReturnType<Writes[Name]>

/** The operations without their types, for the thread that runs them by name. */
export const readsByName: Record<string, (connection: ReadConnection, input: never) => unknown> = reads
export const writesByName: Record<string, (connection: WriteConnection, input: never) => unknown> = writes

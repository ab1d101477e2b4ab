// The marketplace's operations: where feeds come from, their imports, what is staged, and files of our own.
import { operation } from '/assets/shared/js/api-client.js';

const PAGE = `fragment Page on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

const JOB = `fragment Job on ImportJob {
  id kind trigger filename byteSize mode errorPolicy dryRun complete status message encoding separator unknownColumns columns createdAt startedAt finishedAt
  source { id handle name format feedUrl }
  progress { total processed created updated unchanged failed missing ratePerSecond etaSeconds }
}`;

const SOURCE = `fragment SourceFacts on MarketplaceSource {
  id handle name version format currencyCode decimalMark encoding separator languages feedUrl hasCredentials schedule nextRunAt complete
  failures failureLimit stockPolicy defaultStock taxClass
  pause { reason note since }
  priceRule { markupPercent surcharge { amount currencyCode } rounding }
  categoryMap { from productType collection { id title } category { id title } }
  mapping { columns { column field list pointer } continuation constants { field value } round }
}`;

const PREVIEW = `fragment PreviewFacts on FeedPreview {
  format encoding separator missingFields
  columns { name field suggestion samples }
  rows { line externalId title price { amount currencyCode } values { field value } errors { column value code message hint warning } }
}`;

const STAGED_ROW = `fragment StagedRow on MarketplaceProduct {
  id externalId title brand productType availability quantity itemGroupId imageLink status updatedAt
  price { amount currencyCode } salePrice { amount currencyCode } problems { blocking code message } product { id slug } source { handle name }
}`;

const PROPOSED = `fragment ProposedRow on MarketplaceProduct {
  id externalId title productType quantity itemGroupId options { name value } source { handle name }
  price { amount currencyCode } salePrice { amount currencyCode } problems { blocking code message }
  proposal {
    title description productType taxClass price { amount currencyCode } compareAtPrice { amount currencyCode } collection { id title } category { id title } edited
    translations { language title descriptionHtml }
  }
}`;

const CHANGED = `fragment ChangedRow on MarketplaceProduct {
  id externalId title source { handle name } product { id slug title status }
  sourceChanges { field before after catalog } pins { field before after catalog }
}`;

const TASK = `fragment Task on StagingTask {
  id action status total processed succeeded failed message createdAt startedAt finishedAt
  problems { marketplaceProductId title code message }
}`;

const FILE = `fragment FileRow on DataExport { id kind status rowCount byteSize requestedBy createdAt downloadUrl expiresAt }`;

// Imports

/** The sources in few words, for those who bring files. */
export const SOURCES = operation(`query Sources {
  vendor { importsPausedAt importsPausedReason marketplaceSources { id handle name format currencyCode feedUrl complete pause { reason note since } } }
}`);

export const IMPORTS = operation(`query Imports($first: Int, $after: String, $where: ImportJobWhere) {
  vendor { importJobs(first: $first, after: $after, where: $where) {
    nodes {
      id kind trigger filename byteSize dryRun status message createdAt source { handle name }
      progress { total processed created updated unchanged failed missing }
    }
    pageInfo { ...Page } count { value precision }
  } }
}
${PAGE}`);

export const IMPORT = operation(`query Import($id: ID!) { vendor { importJob(id: $id) { ...Job } } }
${JOB}`);

export const IMPORT_PROGRESS = operation(`subscription ImportProgress($id: ID!, $afterSequence: Int) {
  importProgress(id: $id, afterSequence: $afterSequence) { sequence job { ...Job } }
}
${JOB}`);

export const IMPORT_ERRORS = operation(`query ImportErrors($id: ID!, $first: Int, $after: String, $onlyFailed: Boolean) {
  vendor { importJob(id: $id) { id errors(first: $first, after: $after, onlyFailed: $onlyFailed) {
    nodes { id line column value code message hint warning } pageInfo { ...Page } count { value precision }
  } } }
}
${PAGE}`);

export const IMPORT_ROWS = operation(`query ImportRows($id: ID!, $first: Int, $after: String, $status: [ImportRowStatus!]) {
  vendor { importJob(id: $id) { id rows(first: $first, after: $after, status: $status) {
    nodes { id record externalId title status changes { field before after redacted } } pageInfo { ...Page } count { value precision }
  } } }
}
${PAGE}`);

/** The address of the file of failed rows is good for a quarter of an hour, so it is asked for when it is wanted. */
export const IMPORT_ERROR_FILE = operation(`query ImportErrorFile($id: ID!) { vendor { importJob(id: $id) { id errorFileUrl } } }`);

export const UPLOAD_CREATE = operation(`mutation UploadCreate($input: StagedUploadInput!) {
  stagedUploadsCreate(inputs: [$input]) { uploads { uploadId method url headers { name value } } userErrors { code message path } }
}`);

export const IMPORT_START = operation(`mutation ImportStart($input: ImportStartInput!) {
  importStart(input: $input) { job { id } userErrors { code message path } }
}`);

export const IMPORT_CANCEL = operation(`mutation ImportCancel($id: ID!) {
  importCancel(id: $id) { job { ...Job } userErrors { code message path } }
}
${JOB}`);

export const IMPORT_APPLY = operation(`mutation ImportApply($id: ID!, $mapping: FeedMappingInput, $saveMapping: Boolean) {
  importApply(id: $id, mapping: $mapping, saveMapping: $saveMapping) { job { ...Job } userErrors { code message path } }
}
${JOB}`);

// Sources

export const SOURCE_LIST = operation(`query SourceList {
  vendor { marketplaceSources { id handle name format currencyCode feedUrl schedule nextRunAt failures failureLimit pause { reason note since } } }
}`);

export const SOURCE_BY_HANDLE = operation(`query SourceByHandle($handle: String!) {
  vendor {
    marketplaceSource(handle: $handle) { ...SourceFacts }
    importJobs(first: 30, where: {source: $handle}) { nodes { id status dryRun trigger createdAt progress { total created updated failed } } }
  }
}
${SOURCE}`);

export const FEED_FIELDS = operation(`query FeedFields { vendor { feedFields { name required repeatable } } }`);

export const SOURCE_COLLECTIONS = operation(`query SourceCollections { vendor { collections(first: 100) { nodes { id title } } } }`);

export const SHOP_ZONE = operation(`query ShopZone { vendor { profile { timeZone } } }`);

export const SOURCE_CREATE = operation(`mutation SourceCreate($handle: String!, $input: MarketplaceSourceInput!) {
  marketplaceSourceCreate(handle: $handle, input: $input) { source { id handle } userErrors { code message path } }
}`);

export const SOURCE_UPDATE = operation(`mutation SourceUpdate($id: ID!, $input: MarketplaceSourceInput!, $ifVersion: Int) {
  marketplaceSourceUpdate(id: $id, input: $input, ifVersion: $ifVersion) { source { ...SourceFacts } userErrors { code message path } }
}
${SOURCE}`);

export const SOURCE_DELETE = operation(`mutation SourceDelete($id: ID!) {
  marketplaceSourceDelete(id: $id) { deletedId userErrors { code message path } }
}`);

export const SOURCE_RUN = operation(`mutation SourceRun($id: ID!, $idempotencyKey: String!) {
  marketplaceSourceRun(id: $id, idempotencyKey: $idempotencyKey) { job { id } userErrors { code message path } }
}`);

export const SOURCE_PAUSE = operation(`mutation SourcePause($id: ID!, $note: String) {
  marketplaceSourcePause(id: $id, note: $note) { source { ...SourceFacts } userErrors { code message path } }
}
${SOURCE}`);

export const SOURCE_RESUME = operation(`mutation SourceResume($id: ID!) {
  marketplaceSourceResume(id: $id) { source { ...SourceFacts } userErrors { code message path } }
}
${SOURCE}`);

export const FEED_PREVIEW = operation(`mutation FeedPreview($input: FeedPreviewInput!) {
  feedPreview(input: $input) { preview { ...PreviewFacts } userErrors { code message path } }
}
${PREVIEW}`);

// What is staged

export const STAGED = operation(`query Staged($first: Int, $after: String, $last: Int, $before: String, $where: MarketplaceProductWhere) {
  vendor { marketplaceProducts(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...StagedRow } pageInfo { ...Page } count { value precision }
  } }
}
${STAGED_ROW}
${PAGE}`);

export const STAGED_FACETS = operation(`query StagedFacets($where: MarketplaceProductWhere) {
  vendor { marketplaceFacets(where: $where) {
    status { value count } source { value count } brand { value count } productType { value count }
  } }
}`);

export const STAGED_ONE = operation(`query StagedOne($id: ID!) {
  node(id: $id) { ... on MarketplaceProduct {
    ...StagedRow description gtin mpn link options { name value } sourceChanges { field } pins { field }
    proposal { title productType price { amount currencyCode } compareAtPrice { amount currencyCode } collection { id title } edited }
  } }
}
${STAGED_ROW}`);

export const STAGED_SELECT = operation(`mutation StagedSelect($ids: [ID!]!) {
  marketplaceProductsSelect(ids: $ids) { marketplaceProducts { id } userErrors { code message path } }
}`);

export const STAGED_DESELECT = operation(`mutation StagedDeselect($ids: [ID!]!) {
  marketplaceProductsDeselect(ids: $ids) { marketplaceProducts { id } userErrors { code message path } }
}`);

export const STAGED_IGNORE = operation(`mutation StagedIgnore($ids: [ID!]!) {
  marketplaceProductsIgnore(ids: $ids) { marketplaceProducts { id } userErrors { code message path } }
}`);

export const STAGED_PUBLISH = operation(`mutation StagedPublish($ids: [ID!]!) {
  marketplaceProductsPublish(ids: $ids) { products { id title slug } userErrors { code message path } }
}`);

/** What is chosen, as it would stand in the catalogue. */
export const PROPOSALS = operation(`query Proposals($first: Int, $after: String, $last: Int, $before: String, $where: MarketplaceProductWhere) {
  vendor { marketplaceProducts(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...ProposedRow } pageInfo { ...Page } count { value precision }
  } }
}
${PROPOSED}
${PAGE}`);

export const PROPOSAL_UPDATE = operation(`mutation ProposalUpdate($id: ID!, $input: MarketplaceProductUpdateInput!) {
  marketplaceProductUpdate(id: $id, input: $input) { marketplaceProduct { ...ProposedRow } userErrors { code message path } }
}
${PROPOSED}`);

export const CHANGES = operation(`query Changes($first: Int, $after: String, $last: Int, $before: String, $where: MarketplaceProductWhere) {
  vendor { marketplaceProducts(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...ChangedRow } pageInfo { ...Page } count { value precision }
  } }
}
${CHANGED}
${PAGE}`);

export const CHANGES_RESOLVE = operation(`mutation ChangesResolve($input: SourceChangesResolveInput!) {
  sourceChangesResolve(input: $input) { marketplaceProducts { ...ChangedRow } userErrors { code message path } }
}
${CHANGED}`);

// Work over many of them

export const TASKS = operation(`query Tasks { vendor { stagingTasks(first: 1) { nodes { ...Task } } } }
${TASK}`);

export const TASK_NOW = operation(`query TaskNow($id: ID!) { node(id: $id) { ... on StagingTask { ...Task } } }
${TASK}`);

export const TASK_PROGRESS = operation(`subscription TaskProgress($id: ID!) {
  stagingTaskProgress(id: $id) { sequence job: task { ...Task } }
}
${TASK}`);

export const TASK_START = operation(`mutation TaskStart($input: StagingTaskInput!) {
  stagingTaskStart(input: $input) { task { ...Task } userErrors { code message path } }
}
${TASK}`);

export const TASK_CANCEL = operation(`mutation TaskCancel($id: ID!) {
  stagingTaskCancel(id: $id) { task { ...Task } userErrors { code message path } }
}
${TASK}`);

// Files of what somebody may see

export const EXPORTS = operation(`query Exports { vendor { exports(first: 20) { nodes { ...FileRow } } } }
${FILE}`);

export const EXPORT_CREATE = operation(`mutation ExportCreate($input: DataExportInput!) {
  dataExportCreate(input: $input) { export { ...FileRow } userErrors { code message path } }
}
${FILE}`);

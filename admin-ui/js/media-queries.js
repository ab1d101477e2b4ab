// The media library's operations.
import { operation } from '/assets/shared/js/api-client.js';

const FILE = `fragment MediaRow on MediaFile { id url srcset alt width height color focalPoint { x y } status failure filename storedBytes tags private createdAt version }`;

const WHOLE = `fragment MediaWhole on MediaFile {
  id url srcset alt width height color focalPoint { x y } status failure filename storedBytes tags private createdAt version
  contentType permalink alts { language text } usage { kind id title } duplicateOf { id filename alt url color }
}`;

const PAGE = `fragment Page on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

export const MEDIA = operation(`query Media($first: Int, $after: String, $where: MediaWhere) {
  vendor { mediaFiles(first: $first, after: $after, where: $where) { nodes { ...MediaRow } pageInfo { ...Page } count { value precision } } }
}
${FILE}
${PAGE}`);

/** What stands beside the list: room, and tags to narrow it by. */
export const MEDIA_ABOUT = operation(`query MediaAbout { vendor { mediaQuota { files usedBytes limitBytes missingAlt } mediaTags } }`);

export const MEDIA_ONE = operation(`query MediaOne($id: ID!) { node(id: $id) { ... on MediaFile { ...MediaWhole } } }
${WHOLE}`);

/** How far pictures are that were not ready yet. */
export const MEDIA_STATES = operation(`query MediaStates($ids: [ID!]!) { nodes(ids: $ids) { ... on MediaFile { ...MediaRow } } }
${FILE}`);

export const MEDIA_UPLOAD = operation(`mutation MediaUpload($input: StagedUploadInput!) {
  stagedUploadsCreate(inputs: [$input]) { uploads { uploadId method url headers { name value } } userErrors { code message path } }
}`);

export const MEDIA_CREATE = operation(`mutation MediaCreate($input: MediaFileInput!) {
  mediaFilesCreate(inputs: [$input]) { mediaFiles { ...MediaRow } userErrors { code message path } }
}
${FILE}`);

export const MEDIA_UPDATE = operation(`mutation MediaUpdate($id: ID!, $input: MediaFileUpdateInput!) {
  mediaFileUpdate(id: $id, input: $input) { mediaFile { ...MediaWhole } userErrors { code message path } }
}
${WHOLE}`);

export const MEDIA_REPLACE = operation(`mutation MediaReplace($id: ID!, $uploadId: ID!) {
  mediaFileReplace(id: $id, uploadId: $uploadId) { mediaFile { ...MediaWhole } userErrors { code message path } }
}
${WHOLE}`);

export const MEDIA_TAG = operation(`mutation MediaTag($ids: [ID!]!, $add: [String!], $remove: [String!]) {
  mediaFilesTag(ids: $ids, add: $add, remove: $remove) { mediaFiles { ...MediaRow } userErrors { code message path } }
}
${FILE}`);

export const MEDIA_DELETE = operation(`mutation MediaDelete($ids: [ID!]!, $evenWhereUsed: Boolean!) {
  mediaFilesDelete(ids: $ids, evenWhereUsed: $evenWhereUsed) { deletedIds userErrors { code message path } }
}`);

/** The languages that a shop speaks, its own first. */
export const SHOP_LANGUAGES = operation(`query ShopLanguages { vendor { profile { languages } } }`);

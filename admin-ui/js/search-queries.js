// The operations of the search report, of synonyms and of the index.
import { operation } from '/assets/shared/js/api-client.js';

const INDEX = `fragment IndexState on SearchIndex {
  engine serving degradedSince documents pending
  reindex { id engine status total processed message createdAt startedAt finishedAt }
}`;

export const SEARCH_REPORT = operation(`query SearchReport($days: Int!, $emptyOnly: Boolean!, $first: Int, $after: String) {
  vendor { searchReport(days: $days, emptyOnly: $emptyOnly, first: $first, after: $after) {
    nodes { term searches empty results lastSearchedAt } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
  } }
}`);

export const SEARCH_SYNONYMS = operation(`query SearchSynonyms { vendor { searchSynonyms { id words } } }`);

export const SEARCH_SYNONYMS_SET = operation(`mutation SearchSynonymsSet($groups: [[String!]!]!) {
  searchSynonymsSet(groups: $groups) { synonyms { id words } userErrors { code message path } }
}`);

export const SEARCH_INDEX = operation(`query SearchIndexNow { vendor { searchIndex { ...IndexState } } }
${INDEX}`);

export const SEARCH_REINDEX = operation(`mutation SearchReindexStart {
  searchReindex { reindex { id engine status total processed message createdAt startedAt finishedAt } userErrors { code message path } }
}`);

package graph

import (
	"context"
	"maps"

	"orion/internal/enum"
	"orion/internal/fixture"
)

func init() { maps.Copy(deeds, searchDeeds) }

// searchDeeds are those to what a shop is searched with.
var searchDeeds = map[string]deed{
	"searchSynonymsSet": {action: "search.synonyms", call: func(s *stage) (context.Context, string) {
		return s.owner, `searchSynonymsSet(groups: [["sofa", "couch"]])`
	}},
	"searchReindex": {action: "search.reindex", call: func(s *stage) (context.Context, string) {
		s.DB.SearchReindex.Update().SetStatus(enum.TaskStatusCompleted).ExecX(fixture.System(s.t, s.shop)) // one runs at a time
		return s.owner, `searchReindex`
	}},
}

package app

import (
	"context"

	"orion/internal/search/elastic"
)

// search asks whether Elasticsearch answers, where shops are searched with it. The program
// runs without as well.
func (d *doctor) search(ctx context.Context) (string, error) {
	if d.cfg.Search != "elasticsearch" {
		return d.cfg.Search, nil
	}
	e, err := elastic.New(elastic.Options{URL: string(d.cfg.SearchURL), Log: d.log})
	if err == nil {
		err = e.Ready(ctx)
	}
	if err != nil {
		return "", &trouble{
			what:   []string{d.cfg.SearchURL.String() + ": " + err.Error()},
			remedy: "see that ORION_SEARCH_URL runs and knows the user; until then shops are searched with Postgres",
		}
	}
	return d.cfg.SearchURL.String(), nil
}

package marketplace

import "orion/ent/gen/ent"

// columnsOf writes all of a source that can change, but for its version.
func columnsOf(m *ent.MarketplaceSourceMutation, s *ent.MarketplaceSource) {
	m.SetName(s.Name)
	m.SetFormat(s.Format)
	m.SetCurrency(s.Currency)
	m.SetDecimalMark(s.DecimalMark)
	setOrClear(m.SetEncoding, m.ClearEncoding, s.Encoding)
	setOrClear(m.SetSeparator, m.ClearSeparator, s.Separator)
	list(m.SetMapping, m.ClearMapping, s.Mapping)
	list(m.SetLanguages, m.ClearLanguages, s.Languages)
	setOrClear(m.SetFeedURL, m.ClearFeedURL, s.FeedURL)
	list(m.SetCredentials, m.ClearCredentials, credentialsOf(s))
	setOrClear(m.SetSchedule, m.ClearSchedule, s.Schedule)
	setOrClear(m.SetNextRunAt, m.ClearNextRunAt, s.NextRunAt)
	m.SetComplete(s.Complete)
	setOrClear(m.SetEtag, m.ClearEtag, s.Etag)
	setOrClear(m.SetLastModified, m.ClearLastModified, s.LastModified)
	setOrClear(m.SetFetchedAt, m.ClearFetchedAt, s.FetchedAt)
	m.SetFailures(s.Failures)
	m.SetFailureLimit(s.FailureLimit)
	setOrClear(m.SetPausedAt, m.ClearPausedAt, s.PausedAt)
	setOrClear(m.SetPauseReason, m.ClearPauseReason, s.PauseReason)
	setOrClear(m.SetPauseNote, m.ClearPauseNote, s.PauseNote)
	m.SetMarkupBp(s.MarkupBp)
	m.SetSurchargeMinor(s.SurchargeMinor)
	m.SetRounding(s.Rounding)
	list(m.SetCategoryMap, m.ClearCategoryMap, s.CategoryMap)
	m.SetTaxClass(s.TaxClass)
	m.SetStockPolicy(s.StockPolicy)
	m.SetDefaultStock(s.DefaultStock)
}

// setOrClear sets a column to a value, and empties it for none.
func setOrClear[T any](set func(T), clear func(), v *T) {
	if v == nil {
		clear()
		return
	}
	set(*v)
}

func list[L ~[]T, T any](set func(L), clear func(), v L) {
	if len(v) == 0 {
		clear()
		return
	}
	set(v)
}

// credentialsOf are the sealed ones; what is read of none is a pointer to nothing.
func credentialsOf(s *ent.MarketplaceSource) []byte {
	if s.Credentials == nil {
		return nil
	}
	return *s.Credentials
}

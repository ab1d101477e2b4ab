package elastic

import (
	"orion/internal/enum"
	"orion/internal/search"
)

// words returns what is searched for, nil for nothing.
func words(q *search.Query) obj {
	var either list
	for _, code := range q.Codes {
		either = append(either, weighed(fieldCode, code, search.BoostCode))
	}
	var each list
	for _, w := range q.Words {
		each = append(each, anyPhrase(w))
	}
	if len(each) > 0 {
		either = append(either, some(max(1, q.AtLeast), each))
	}
	if len(either) == 0 {
		return nil
	}
	return some(1, either)
}

// some is met by what meets at least n.
func some(n int, of list) obj {
	return obj{"bool": obj{"should": of, "minimum_should_match": n}}
}

func anyPhrase(w search.Word) obj {
	var any list
	for _, p := range w.Any {
		var every list
		for _, m := range p.All {
			every = append(every, anyToken(m, p.Weight))
		}
		any = append(any, obj{"bool": obj{"must": every}})
	}
	return some(1, any)
}

// anyToken finds a word in any field, each way of writing it by its own weight.
func anyToken(m search.Match, weight float64) obj {
	var any list
	for _, f := range []struct {
		name  string
		boost float64
	}{{fieldTitle, search.BoostTitle}, {fieldAbout, search.BoostAbout}, {fieldText, search.BoostText}} {
		for _, w := range m.Weighted() {
			any = append(any, weighed(f.name, w.Token, weight*w.Weight*f.boost))
		}
		if m.Prefix != "" {
			any = append(any, obj{"prefix": obj{f.name: obj{"value": m.Prefix, "boost": weight * search.PrefixWeight * f.boost}}})
		}
	}
	return some(1, any)
}

func weighed(field, token string, boost float64) obj {
	return obj{"term": obj{field: obj{"value": token, "boost": boost}}}
}

// favourites lift what can be bought, and what others bought.
func favourites() list {
	out := list{obj{"term": obj{fieldStock: obj{"value": 1, "boost": search.BoostStock}}}}
	for _, n := range []int{1, 10, 100, 1000} {
		out = append(out, obj{"range": obj{fieldSold: obj{"gte": n, "boost": search.BoostSold}}})
	}
	return out
}

// conditions returns those of the query but for that of one facet.
func conditions(q *search.Query, without string) list {
	out := list{}
	for _, c := range q.Conditions(without) {
		field := fieldFacets
		if len(c.Marks) > 0 && search.Narrowing(c.Marks[0]) { // all of one are of a kind
			field = fieldMarks
		}
		out = append(out, obj{"terms": obj{field: c.Marks}})
	}
	if bounds := (obj{}); without != facetPrice {
		if q.Low != nil {
			bounds["gte"] = *q.Low
		}
		if q.High != nil {
			bounds["lte"] = *q.High
		}
		if len(bounds) > 0 {
			out = append(out, obj{"range": obj{fieldPrice: bounds}})
		}
	}
	return out
}

func scored(q *search.Query) bool {
	return q.Sort == enum.SearchSortRelevance && (len(q.Words) > 0 || len(q.Codes) > 0)
}

// order always ends in the id, so that pages do not overlap.
func order(q *search.Query) list {
	up, down := func(f string) obj { return obj{f: "asc"} }, func(f string) obj { return obj{f: "desc"} }
	switch q.Sort {
	case enum.SearchSortNewest:
		return list{down(fieldCreated), down(fieldID)}
	case enum.SearchSortPriceAsc:
		return list{up(fieldPrice), up(fieldID)}
	case enum.SearchSortPriceDesc:
		return list{down(fieldPrice), up(fieldID)}
	case enum.SearchSortTitle:
		return list{up(fieldOrder), up(fieldID)}
	case enum.SearchSortBestSelling:
		return list{down(fieldSold), down(fieldID)}
	}
	if scored(q) {
		return list{down("_score"), down(fieldID)}
	}
	return list{down(fieldStock), down(fieldSold), down(fieldID)}
}

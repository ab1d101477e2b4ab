package bleve

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"orion/internal/search"
)

// A sheet is where a search adds up what documents score, by their numbers. Going from word
// to word over whole lists, instead of from document to document over all words as the
// library does, each entry of a list costs one addition.
type sheet struct {
	score []float32
	has   []uint16 // which words of the query, and byCode
	found []uint32 // documents that have any, each once
}

const byCode = 1 << 15

// clean returns the sheet with nothing on it and room for so many documents.
func (s *sheet) clean(size int) *sheet {
	if len(s.score) < size {
		return &sheet{score: make([]float32, size), has: make([]uint16, size)}
	}
	for _, doc := range s.found {
		s.score[doc], s.has[doc] = 0, 0
	}
	s.found = s.found[:0]
	return s
}

func (s *sheet) add(doc uint64, has uint16, score float64) {
	if s.has[doc] == 0 {
		s.found = append(s.found, uint32(doc))
	}
	s.has[doc] |= has
	s.score[doc] += float32(score)
}

// match finds the documents that have enough of the words; all where nothing is searched for.
func (f *finding) match() error {
	if len(f.q.Words)+len(f.q.Codes) == 0 {
		f.docs = f.table.live()
		return nil
	}
	for i, w := range f.q.Words {
		for _, p := range w.Any {
			if err := f.phrase(1<<min(i, 14), p); err != nil {
				return fmt.Errorf("look for a word: %w", err)
			}
		}
	}
	for _, code := range f.q.Codes {
		err := f.each(fieldCode, code, search.BoostCode, func(doc uint64, score float64) { f.sheet.add(doc, byCode, score) })
		if err != nil {
			return fmt.Errorf("look for a code: %w", err)
		}
	}
	f.docs = f.enough()
	return nil
}

// enough keeps what has a code or enough words; who has more of them scores more.
func (f *finding) enough() []uint32 {
	least := max(1, f.q.AtLeast)
	return slices.DeleteFunc(slices.Clone(f.sheet.found), func(doc uint32) bool {
		has := f.sheet.has[doc]
		words := bits.OnesCount16(has &^ byCode)
		if words > 0 {
			f.sheet.score[doc] *= float32(words) / float32(len(f.q.Words))
		}
		return has&byCode == 0 && words < least
	})
}

// phrase adds up a phrase, of which a document must have all.
func (f *finding) phrase(word uint16, p search.Phrase) error {
	if len(p.All) == 1 {
		return f.token(p.All[0], p.Weight, func(doc uint64, score float64) { f.sheet.add(doc, word, score) })
	}
	type part struct {
		matches int
		score   float64
	}
	parts := map[uint64]part{}
	for i, m := range p.All {
		err := f.token(m, p.Weight, func(doc uint64, score float64) {
			if of := parts[doc]; of.matches >= i { // it has all before this one
				parts[doc] = part{i + 1, of.score + score}
			}
		})
		if err != nil {
			return err
		}
	}
	for doc, of := range parts {
		if of.matches == len(p.All) {
			f.sheet.add(doc, word, of.score)
		}
	}
	return nil
}

// token goes over what has a word in any field, each way of writing it by its own weight.
func (f *finding) token(m search.Match, weight float64, do func(uint64, float64)) error {
	for _, in := range []struct {
		name  string
		boost float64
	}{{fieldTitle, search.BoostTitle}, {fieldAbout, search.BoostAbout}, {fieldText, search.BoostText}} {
		for _, w := range m.Weighted() {
			if err := f.each(in.name, w.Token, weight*w.Weight*in.boost, do); err != nil {
				return err
			}
		}
		if m.Prefix == "" {
			continue
		}
		longer, err := f.beginning(in.name, m.Prefix)
		if err != nil {
			return err
		}
		for _, token := range longer {
			if err := f.each(in.name, token, weight*search.PrefixWeight*in.boost, do); err != nil {
				return err
			}
		}
	}
	return nil
}

// beginning returns the tokens of a field that begin with a text.
func (f *finding) beginning(field, text string) (out []string, err error) {
	dict, err := f.reader.FieldDictPrefix(field, []byte(text))
	if err != nil {
		return nil, err
	}
	for {
		e, err := dict.Next()
		if err != nil {
			_ = dict.Close() // what went wrong is told
			return nil, err
		}
		if e == nil {
			return out, dict.Close()
		}
		out = append(out, e.Term)
	}
}

// each goes over the documents that have a token in a field, with what it scores there: more
// for a rare one.
func (f *finding) each(field, token string, weight float64, do func(uint64, float64)) error {
	list, err := f.table.postings.of(f.ctx, f.reader, listOf{field, token})
	if err != nil {
		return err
	}
	rare := 1 + math.Log(float64(f.table.size())/float64(len(list)+1))
	weight *= rare * rare
	for _, p := range list {
		do(uint64(p.doc), weight*float64(p.about))
	}
	return nil
}

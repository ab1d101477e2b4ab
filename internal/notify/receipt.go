package notify

import "strings"

// A Receipt is what was agreed with a buyer, in the language of the mail but for the names
// of its parts, which the mail knows.
type Receipt struct {
	Lines []ReceiptRow `json:"lines"`
	// Sums are the amounts below the lines. Their titles are names of labels: subtotal,
	// discount, shipping, tax, taxIncluded, total.
	Sums []ReceiptRow `json:"sums"`
	// Parts are addresses and other paragraphs, by the names of their labels: address,
	// billing, delivery, payment, seller.
	Parts []ReceiptPart `json:"parts"`
	// Days is for how long the buyer may withdraw, "" where that is not said.
	Days string `json:"days,omitempty"`
	// Contact is whom to write to, "" for nobody.
	Contact string `json:"contact,omitempty"`
}

// A ReceiptRow is a thing and what it costs.
type ReceiptRow struct {
	Title  string `json:"title"`
	Amount string `json:"amount"`
	Strong bool   `json:"strong,omitempty"`
}

// A ReceiptPart is a few lines under a title.
type ReceiptPart struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// receipt is a Receipt as the layouts show it.
type receipt struct {
	Lines, Sums []ReceiptRow
	Parts       []ReceiptPart
}

// in puts a Receipt into the words of a language.
func (r *Receipt) in(f frame, w words) (*receipt, error) {
	out := &receipt{}
	for _, row := range r.Lines {
		out.Lines = append(out.Lines, ReceiptRow{Title: line(row.Title), Amount: line(row.Amount)})
	}
	for _, row := range r.Sums {
		title := row.Title
		if label, ok := f.Labels[title]; ok {
			title = label
		}
		out.Sums = append(out.Sums, ReceiptRow{Title: line(title), Amount: line(row.Amount), Strong: row.Strong})
	}
	parts := r.Parts
	if r.Days != "" {
		w.Days, w.Contact = line(r.Days), line(r.Contact)
		text, err := f.Withdrawal.with(w)
		if err != nil {
			return nil, err
		}
		parts = append(parts[:len(parts):len(parts)], ReceiptPart{Title: "withdrawal", Lines: []string{text}})
	}
	for _, p := range parts {
		out.Parts = append(out.Parts, p.in(f))
	}
	return out, nil
}

func (p ReceiptPart) in(f frame) ReceiptPart {
	out := ReceiptPart{Title: f.Labels[p.Title]}
	for _, text := range p.Lines {
		if text = line(text); strings.TrimSpace(text) != "" {
			out.Lines = append(out.Lines, text)
		}
	}
	return out
}

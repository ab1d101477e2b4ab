package notify

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mailtemplate"
	"orion/ent/gen/ent/predicate"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The languages of mails.
var languages = []string{"en", "fr", "de"}

// A Template is what a vendor's mails of a kind say in a language: the graph's MailTemplate.
type Template struct {
	Kind, Language                   string
	Subject, Preheader, Body, Button string
	// Variables are what the texts may name.
	Variables []string
	// Overridden says that these are the vendor's words and not the platform's.
	Overridden bool
}

// TemplateInput is the graph's MailTemplateInput.
type TemplateInput struct {
	Kind, Language    string
	Subject, Body     string
	Preheader, Button *string
}

// WordsInput is the graph's MailWordsInput.
type WordsInput struct {
	Subject, Body     string
	Preheader, Button *string
}

func customizable(kind, language, at string) error {
	if !slices.Contains(Customizable, Kind(kind)) {
		return errs.Field(at+"kind", "there is no mail %q whose words can be changed", kind)
	}
	if !slices.Contains(languages, language) {
		return errs.Field(at+"language", "must be en, fr or de")
	}
	return nil
}

func (in *TemplateInput) validate() (err error) {
	if err := customizable(in.Kind, in.Language, "input."); err != nil {
		return err
	}
	if in.Subject, err = text.Line(in.Subject, 200, "input.subject"); err != nil {
		return err
	}
	if len(paragraphs(in.Body)) == 0 {
		return errs.New(errs.Required, "is required").At("input.body")
	}
	if utf8.RuneCountInString(in.Body) > 5000 {
		return errs.New(errs.TooLong, "is longer than %d characters", 5000).At("input.body")
	}
	fields := map[string]*string{"subject": &in.Subject, "body": &in.Body, "preheader": in.Preheader, "button": in.Button}
	for _, name := range []string{"subject", "preheader", "body", "button"} {
		if err := checkWords(fields[name], Kind(in.Kind), "input."+name); err != nil {
			return err
		}
	}
	return nil
}

// checkWords refuses a text that names a word which its mail does not have.
func checkWords(s *string, kind Kind, path string) error {
	if s == nil {
		return nil
	}
	most := map[string]int{"input.preheader": 200, "input.button": 60}[path]
	if most > 0 && utf8.RuneCountInString(*s) > most {
		return errs.New(errs.TooLong, "is longer than %d characters", most).At(path)
	}
	if wrong := unknown(*s, Variables(kind)); wrong != "" {
		return errs.Field(path, "there is no %s here; you can use: %s", wrong, braced(Variables(kind)))
	}
	return nil
}

func braced(names []string) (out string) {
	for i, n := range names {
		if i > 0 {
			out += ", "
		}
		out += "{{" + n + "}}"
	}
	return out
}

// Templates are what the mails of the viewer's vendor say: each kind that it can change in
// each language.
func (s *Service) Templates(ctx context.Context) ([]*Template, error) {
	rows, err := s.db.MailTemplate.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the texts of mails: %w", err)
	}
	var out []*Template
	for _, kind := range Customizable {
		for _, language := range languages {
			i := slices.IndexFunc(rows, func(r *ent.MailTemplate) bool { return r.Kind == string(kind) && r.Language == language })
			if i < 0 {
				out = append(out, standard(kind, language))
				continue
			}
			out = append(out, ofRow(rows[i]))
		}
	}
	return out, nil
}

func standard(kind Kind, language string) *Template {
	o := plain(kind, language)
	return &Template{
		Kind: string(kind), Language: language, Subject: o.subject, Preheader: o.preheader, Body: o.body, Button: o.button, Variables: Variables(kind),
	}
}

func ofRow(r *ent.MailTemplate) *Template {
	return &Template{
		Kind: r.Kind, Language: r.Language, Subject: r.Subject, Preheader: r.Preheader, Body: r.Body, Button: r.Button,
		Variables: Variables(Kind(r.Kind)), Overridden: true,
	}
}

func of(kind, language string) predicate.MailTemplate {
	return mailtemplate.And(mailtemplate.Kind(kind), mailtemplate.Language(language))
}

// SetTemplate puts a vendor's words in place of the platform's. INVALID at the field, where
// they name a word that the mail does not have with its name and those that there are. The
// viewer needs settings.write.
func (s *Service) SetTemplate(ctx context.Context, in TemplateInput) (*Template, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	var after *ent.MailTemplate
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := tx.MailTemplate.Query().Where(of(in.Kind, in.Language)).ForUpdate().Only(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return err
		}
		if before == nil {
			after, err = tx.MailTemplate.Create().SetKind(in.Kind).SetLanguage(in.Language).SetSubject(in.Subject).SetBody(in.Body).
				SetNillablePreheader(in.Preheader).SetNillableButton(in.Button).Save(ctx)
		} else {
			after, err = before.Update().SetSubject(in.Subject).SetBody(in.Body).SetNillablePreheader(in.Preheader).
				SetNillableButton(in.Button).AddVersion(1).Save(ctx)
		}
		if err != nil {
			return err
		}
		return recordTemplate(ctx, tx, "mail.template", in.Kind, in.Language, audit.Diff(before, after))
	})
	if err != nil {
		return nil, fmt.Errorf("set the texts of a mail: %w", err)
	}
	return ofRow(after), nil
}

func recordTemplate(ctx context.Context, tx *store.Tx, action, kind, language string, changes []enum.Change) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "MailTemplate", Target: kind + " " + language, Changes: changes,
	})
}

// ResetTemplate puts the platform's words back. Twice is no change. The viewer needs
// settings.write.
func (s *Service) ResetTemplate(ctx context.Context, kind, language string) (*Template, error) {
	if err := customizable(kind, language, ""); err != nil {
		return nil, err
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		n, err := tx.MailTemplate.Delete().Where(of(kind, language)).Exec(ctx)
		if err != nil || n == 0 {
			return err
		}
		return recordTemplate(ctx, tx, "mail.template-reset", kind, language, nil)
	})
	if err != nil {
		return nil, fmt.Errorf("reset the texts of a mail: %w", err)
	}
	return standard(Kind(kind), language), nil
}

// sample is a mail of a kind: of a real order where one is named.
func (s *Service) sample(ctx context.Context, kind Kind, order uuid.UUID) (*Mail, error) {
	vendor := viewer.From(ctx).VendorID
	if order != uuid.Nil && s.o.Sample != nil {
		return s.o.Sample(ctx, kind, order)
	}
	m := &Mail{Kind: kind, To: s.from, Name: "Ada", VendorID: vendor, Data: map[string]string{
		"link": "https://example.org/", "shop": "Orion", "email": "ada@example.org", "order": "1001", "items": "2 × Lamp",
		"carrier": "POST Luxembourg", "tracking": "CX 123 456 LU", "at": s.clock.Now().UTC().Format("2006-01-02 15:04 UTC"), "reason": "…", "amount": "49.00 EUR",
	}}
	if kind == OrderPlaced {
		m.Receipt = &Receipt{
			Lines: []ReceiptRow{{Title: "2 × Lamp", Amount: "49.00 EUR"}}, Sums: []ReceiptRow{{Title: "total", Amount: "49.00 EUR", Strong: true}}, Days: "14",
		}
	}
	return m, nil
}

// Preview is a mail as it would go out with these words; without, with those that the
// vendor has. order names the one that it tells of, zero for an invented one.
func (s *Service) Preview(ctx context.Context, kind, language string, words *WordsInput, order uuid.UUID) (*Message, error) {
	if err := customizable(kind, language, ""); err != nil {
		return nil, err
	}
	if words != nil {
		whole := TemplateInput{Kind: kind, Language: language, Subject: words.Subject, Body: words.Body, Preheader: words.Preheader, Button: words.Button}
		if err := whole.validate(); err != nil {
			return nil, err
		}
	}
	m, err := s.sample(ctx, Kind(kind), order)
	if err != nil {
		return nil, err
	}
	b, err := s.brand(ctx, Kind(kind), viewer.From(ctx).VendorID)
	if err != nil {
		return nil, err
	}
	if b.own, err = s.ownTexts(ctx, viewer.From(ctx).VendorID, Kind(kind)); err != nil {
		return nil, err
	}
	if words != nil {
		b.own = map[string]own{language: {subject: words.Subject, preheader: deref(words.Preheader), body: words.Body, button: deref(words.Button)}}
	}
	out, err := render(Kind(kind), letter{To: m.To, Name: m.Name, Language: language, Data: m.Data, Receipt: m.Receipt, At: s.clock.Now()}, b)
	if err != nil {
		return nil, err
	}
	out.From = s.from
	return out, nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

package notify

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/store"
)

// NoteKind names what a note in a console is about. Kinds are stored: never change one.
type NoteKind string

// The kinds of notes.
const (
	NoteOrderPlaced     NoteKind = "order-placed"
	NoteReturnRequested NoteKind = "return-requested"
	NoteImportFinished  NoteKind = "import-finished"
	NoteImportFailed    NoteKind = "import-failed"
	NoteStockLow        NoteKind = "stock-low"
	NotePaymentFailed   NoteKind = "payment-failed"
	NoteAlert           NoteKind = "alert"
)

// A noteKind says who sees a kind of note, how much it wants attention, and how it is told:
// title with the data named by words filled in, and the page of the console behind it.
type noteKind struct {
	permission enum.Permission
	severity   enum.Severity
	title      i18n.Message
	words      []string
	place      string
	// of is the piece of data that place ends with, "" for none.
	of string
}

var noteKinds = map[NoteKind]noteKind{
	NoteOrderPlaced: {
		permission: enum.PermissionOrderRead, severity: enum.SeverityInfo,
		title: i18n.Message{Format: "order %s was placed"}, words: []string{"number"}, place: "orders/", of: "number",
	},
	NoteReturnRequested: {
		permission: enum.PermissionOrderRead, severity: enum.SeverityWarning,
		title: i18n.Message{Format: "a return of order %s is asked for"}, words: []string{"number"}, place: "orders/", of: "number",
	},
	NoteImportFinished: {
		permission: enum.PermissionImportRead, severity: enum.SeverityInfo,
		title: i18n.Message{Format: "an import is done: %s rows, %s with errors"}, words: []string{"rows", "failed"}, place: "marketplace/imports/", of: "import",
	},
	NoteImportFailed: {
		permission: enum.PermissionImportRead, severity: enum.SeverityCritical,
		title: i18n.Message{Format: "an import failed"}, place: "marketplace/imports/", of: "import",
	},
	NoteStockLow: {
		permission: enum.PermissionInventoryRead, severity: enum.SeverityWarning,
		title: i18n.Message{Format: "%s is running low: %s left"}, words: []string{"sku", "left"}, place: "inventory",
	},
	NotePaymentFailed: {
		permission: enum.PermissionPaymentRead, severity: enum.SeverityWarning,
		title: i18n.Message{Format: "the payment of order %s came to nothing"}, words: []string{"number"}, place: "orders/", of: "number",
	},
	NoteAlert: {permission: enum.PermissionPlatformRead, severity: enum.SeverityWarning, title: i18n.Message{Format: "%s"}, words: []string{"title"}, place: "notifications"},
}

// NoteKinds are all kinds there are, sorted.
func NoteKinds() []NoteKind { return slices.Sorted(maps.Keys(noteKinds)) }

// A Note is a message in a console for all who may see what it is about.
type Note struct {
	Kind NoteKind
	// VendorID is the vendor whose team it is for; zero for the platform's staff.
	VendorID uuid.UUID
	// Severity is that of the kind where it is empty.
	Severity enum.Severity
	// Data are the words of the title, and what the place ends with.
	Data map[string]string
	// Target is what it is about, "" for nothing that has an id.
	Target publicid.ID
	// Event names what happened: there is one note an event. Without it there is one each time.
	Event string
	// Quiet wakes nobody: who watches sees it within ten seconds. A notice makes commits wait for each
	// other, which what many do at once must not.
	Quiet bool
}

// Tell puts a note into the inbox of a team or of the staff once tx commits, and wakes who
// watch it. The viewer may be anybody who can cause the event; tx is of the vendor that the
// note is for, or of the platform.
func Tell(ctx context.Context, tx *store.Tx, n Note) error {
	kind, ok := noteKinds[n.Kind]
	if !ok {
		return fmt.Errorf("tell: there is no kind %q", n.Kind)
	}
	for _, word := range kind.words {
		if n.Data[word] == "" {
			return fmt.Errorf("tell %s: without %s", n.Kind, word)
		}
	}
	if n.Severity == "" {
		n.Severity = kind.severity
	}
	fresh, err := insertNote(ctx, tx, n, kind.permission)
	if err != nil || !fresh || n.Quiet {
		return err
	}
	return tx.Notify(ctx, inboxTopic, tenant.Key(n.VendorID, "inbox"))
}

// inboxTopic is where new notes are announced.
const inboxTopic = "inbox"

// once is what a note of an event is known by, nil where each is one of its own.
func (n Note) once() []byte {
	if n.Event == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(tenant.Key(n.VendorID, "note", string(n.Kind), n.Event)))
	return sum[:]
}

// data is the column of the same name.
func (n Note) data() ([]byte, error) {
	if n.Data == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(n.Data)
}

// NoteTitle says what a note is about, in the language of the context.
func NoteTitle(ctx context.Context, n *ent.Notification) string {
	kind := noteKinds[NoteKind(n.Kind)]
	args := make([]any, len(kind.words))
	for i, word := range kind.words {
		args[i] = n.Data[word]
	}
	if kind.title.Format == "" {
		return n.Kind // of a later version of the program
	}
	return i18n.T(ctx, kind.title.Format, args...)
}

// NotePlace is the page of the console where it is looked after, nil for none.
func NotePlace(n *ent.Notification) *string {
	kind := noteKinds[NoteKind(n.Kind)]
	if kind.place == "" {
		return nil
	}
	place := kind.place + n.Data[kind.of]
	return &place
}

package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// mailboxSize is how many messages a Mailbox keeps.
const mailboxSize = 500

// A Mailbox keeps messages in a folder in place of sending them: one file each, the
// newest 500. Its files are readable for the program's user alone, for they hold links.
type Mailbox struct{ dir string }

// NewMailbox returns the Mailbox of a folder, which it makes when the first mail comes.
func NewMailbox(dir string) *Mailbox { return &Mailbox{dir: dir} }

// Deliver implements Sender. A message that comes twice is kept once.
func (b *Mailbox) Deliver(_ context.Context, m *Message) error {
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return fmt.Errorf("make the mailbox: %w", err)
	}
	if err := b.write(b.path(m.ID), raw); err != nil {
		return fmt.Errorf("keep a message: %w", err)
	}
	return b.tidy()
}

func (b *Mailbox) path(id uuid.UUID) string { return filepath.Join(b.dir, id.String()+".json") }

// write makes a file that is whole or not there: somebody may be reading.
func (b *Mailbox) write(path string, raw []byte) error {
	f, err := os.CreateTemp(b.dir, ".new-")
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// tidy removes the oldest messages beyond mailboxSize.
func (b *Mailbox) tidy() error {
	ids, err := b.ids()
	if err != nil || len(ids) <= mailboxSize {
		return err
	}
	for _, id := range ids[mailboxSize:] {
		if err := os.Remove(b.path(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an old message: %w", err)
		}
	}
	return nil
}

// ids returns the ids of all messages, newest first: they sort by age.
func (b *Mailbox) ids() ([]uuid.UUID, error) {
	entries, err := os.ReadDir(b.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look into the mailbox: %w", err)
	}
	var ids []uuid.UUID
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".json")
		if id, err := uuid.Parse(name); ok && err == nil {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(b[:], a[:]) })
	return ids, nil
}

// List returns the messages, newest first.
func (b *Mailbox) List() ([]*Message, error) {
	ids, err := b.ids()
	if err != nil {
		return nil, err
	}
	out := make([]*Message, 0, len(ids))
	for _, id := range ids {
		m, err := b.Read(id)
		if err != nil {
			return nil, err
		}
		if m != nil {
			out = append(out, m)
		}
	}
	return out, nil
}

// Read returns a message, nil where there is none.
func (b *Mailbox) Read(id uuid.UUID) (*Message, error) {
	raw, err := os.ReadFile(b.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	m := &Message{}
	if err := json.Unmarshal(raw, m); err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	return m, nil
}

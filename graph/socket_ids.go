package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"sync"

	"github.com/99designs/gqlgen/graphql/handler/transport"
)

// closeTaken is the protocol's own code for an id that an operation of the socket has.
const closeTaken = 4409

// distinct makes sockets on which each running operation has an id of its own. A second
// one with the id of another would take its place, and could no longer be ended.
type distinct struct {
	transport.WebsocketImplementation
}

// Accept implements transport.WebsocketImplementation.
func (d distinct) Accept(w http.ResponseWriter, r *http.Request, o transport.WebsocketAcceptOptions) (transport.WebsocketConn, error) {
	c, err := d.WebsocketImplementation.Accept(w, r, o)
	if err != nil {
		return nil, fmt.Errorf("accept a socket: %w", err)
	}
	own, ok := c.(limited)
	if !ok {
		return nil, fmt.Errorf("graph: %T knows no limits", c)
	}
	return &distinctConn{limited: own, running: map[string]bool{}}, nil
}

// limited is a connection with the limits that ours have.
type limited interface {
	transport.WebsocketConn
	transport.WebsocketReadLimiter
	transport.WebsocketReadDeadliner
}

type distinctConn struct {
	limited
	mu      sync.Mutex
	running map[string]bool
}

// NextReader implements transport.WebsocketConn. It ends a socket that gives an id twice.
func (c *distinctConn) NextReader() (int, io.Reader, error) {
	kind, r, err := c.limited.NextReader()
	if err != nil {
		return kind, r, err
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return kind, nil, fmt.Errorf("read a message: %w", err)
	}
	var m struct{ ID, Type string }
	// What is no message is refused by who reads it next.
	if json.NewDecoder(bytes.NewReader(b)).Decode(&m) == nil && m.Type == "subscribe" && !c.begin(m.ID) {
		_ = c.WriteClose(closeTaken, "there is an operation with that id already")
		return kind, nil, transport.ErrWebsocketClosed
	}
	return kind, bytes.NewReader(b), nil
}

// begin reports whether no operation of the id is running.
func (c *distinctConn) begin(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	free := !c.running[id]
	c.running[id] = true
	return free
}

// WriteJSON implements transport.WebsocketConn. An id is free again after the last
// message of its operation.
func (c *distinctConn) WriteJSON(v any) error {
	if m := reflect.Indirect(reflect.ValueOf(v)); m.Kind() == reflect.Struct {
		switch id, kind := m.FieldByName("ID"), m.FieldByName("Type"); kind.String() {
		case "complete", "error":
			c.mu.Lock()
			delete(c.running, id.String())
			c.mu.Unlock()
		}
	}
	return c.limited.WriteJSON(v)
}

package page

import "github.com/google/uuid"

// After returns the sort values and the id that the page begins behind; false on the first
// page. It is for lists whose order another program keeps.
func (p *Plan) After() ([]any, uuid.UUID, bool) {
	if p.from == nil {
		return nil, uuid.Nil, false
	}
	return p.from.Values, p.from.ID, true
}

// Size is how many rows the page holds at most.
func (p *Plan) Size() int { return p.size }

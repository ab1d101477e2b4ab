package errs

import (
	"fmt"
	"io"
	"strconv"
)

// MarshalGQL implements gqlgen's Marshaler for the graph's ErrorCode.
func (c Code) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(c))) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *Code) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	if !Code(s).User() {
		return fmt.Errorf("%v is no error code", v)
	}
	*c = Code(s)
	return nil
}

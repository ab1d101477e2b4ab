package jobs

import "strings"

// whatever are the kinds of work that are done whatever became of their vendor, with the
// reason. All other work of a vendor rests while it is suspended and ends with it.
var whatever = map[string]string{
	MailSend{}.Kind(): "it tells of what has happened; and what it says must not stay in the queue",
}

// Whatever reports whether a kind of work is done whatever the status of its vendor.
func Whatever(kind string) bool { return whatever[kind] != "" }

// Imports reports whether a kind of work is what a vendor's imports are made of: it rests
// while staff have paused them.
func Imports(kind string) bool { return strings.HasPrefix(kind, "marketplace.") }

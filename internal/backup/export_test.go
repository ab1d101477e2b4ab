package backup

// StaysBehind is for tests.
var StaysBehind = staysBehind

// Taken lists the tables of an archive.
func Taken() []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.table
	}
	return out
}

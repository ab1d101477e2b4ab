// Package build says what the running program is.
package build

// Version is set by the linker.
var Version = "development"

// Info is what the platform's staff see of the program.
type Info struct{ Version string }

// Current returns the running program's Info.
func Current() *Info { return &Info{Version: Version} }

// Command orion is the whole platform: see README.md.
package main

import "orion/internal/app"

func main() { app.Main() }

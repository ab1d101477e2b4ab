// Package texts has the translations of all messages; who imports it speaks all languages.
// It stands apart from package i18n, on which the generated code is built: a new message
// would have that compiled anew.
package texts

import (
	"embed"
	"encoding/json"
	"fmt"

	"orion/internal/kit/i18n"
)

//go:embed *.json
var files embed.FS

func init() {
	for _, tag := range i18n.Languages[1:] {
		raw, err := files.ReadFile(tag.String() + ".json")
		var of map[string]string
		if err == nil {
			err = json.Unmarshal(raw, &of)
		}
		if err == nil {
			err = i18n.Add(tag, of)
		}
		if err != nil {
			panic(fmt.Sprintf("translations of %s: %v", tag, err)) // the files are part of the program
		}
	}
}

package storefront

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// ErrNoLibrary says that the third-party files have not been copied into the tree.
var ErrNoLibrary = errors.New("third-party browser files are missing: run make assets")

type libraryList struct {
	Files []struct {
		Package, Version, File, SHA384 string
	}
	Icons struct {
		Package, Version, SHA384 string
		Names                    []string
	}
}

// Library reads the third-party files that lib.json allows, by their path under /assets/lib/. Nothing else may be
// served there. It fails with ErrNoLibrary where a file is missing, and for a file that is not the one listed.
func Library() (map[string][]byte, error) {
	return library(Files)
}

func library(files fs.FS) (map[string][]byte, error) {
	list, err := readLibraryList(files)
	if err != nil {
		return nil, err
	}
	found := make(map[string][]byte, len(list.Files)+1)
	for _, f := range list.Files {
		name := f.Package + "@" + f.Version + "/" + f.File
		if found[name], err = readChecked(files, name, f.SHA384); err != nil {
			return nil, err
		}
	}
	if found["icons.svg"], err = readChecked(files, "icons.svg", list.Icons.SHA384); err != nil {
		return nil, err
	}
	return found, nil
}

func readLibraryList(files fs.FS) (libraryList, error) {
	var list libraryList
	raw, err := fs.ReadFile(files, "lib.json")
	if err != nil {
		return list, fmt.Errorf("read lib.json: %w", err)
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return list, fmt.Errorf("parse lib.json: %w", err)
	}
	return list, nil
}

func readChecked(files fs.FS, name, want string) ([]byte, error) {
	raw, err := fs.ReadFile(files, "lib/"+name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", name, ErrNoLibrary)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	sum := sha512.Sum384(raw)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != want {
		return nil, fmt.Errorf("%s: its hash %s is not the one in lib.json", name, got)
	}
	return raw, nil
}

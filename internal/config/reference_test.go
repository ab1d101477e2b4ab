package config_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/enum"
	"orion/internal/settings"
)

var update = flag.Bool("update", false, "write docs/settings.md anew")

const referenceFile = "../../docs/settings.md"

// The reference is made of the code, so it says what there is.
func TestTheReferenceOfSettingsIsCurrent(t *testing.T) {
	t.Parallel()
	want := reference(t)
	if *update {
		require.NoError(t, os.WriteFile(referenceFile, []byte(want), 0o600))
	}
	have, err := os.ReadFile(referenceFile)
	require.NoError(t, err)
	require.Equal(t, want, string(have), "go test ./internal/config -run TestTheReferenceOfSettingsIsCurrent -update")
}

func reference(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Settings\n\nThis page is made of the code; do not edit it.\n\n" +
		"There are two kinds. **Configuration** is given to the process when it starts, as flags or variables of the\n" +
		"environment, and does not change while it runs. **Settings** are set in the consoles while everything runs.\n\n" +
		"## Configuration\n\nEvery variable is also a flag: `ORION_DATA_DIR` is `--data-dir`. An empty value is the same as none.\n")
	k, err := kong.New(&cli{})
	require.NoError(t, err)
	group := ""
	for _, f := range k.Model.Flags {
		if f.Group == nil {
			continue
		}
		if f.Group.Title != group {
			group = f.Group.Title
			fmt.Fprintf(&b, "\n### %s\n\n| variable | default | what it does |\n| --- | --- | --- |\n", group)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", config.Variable(f.Name), code(f.Default), escaped(f.Help))
	}
	b.WriteString("\n## Settings\n\nWhat a vendor has set goes first, where the setting is one that vendors may set; then what the environment says;\n" +
		"then what the staff have set; then the default. What the environment says other than the default cannot be set in\n" +
		"the console. Secrets are kept under AES-256-GCM and never shown again; `orion settings rotate-key` replaces the key\n" +
		"while everything runs. `orion settings init` makes what is missing and shows what is set.\n\n" +
		"| key | type | default | set by | variable | what it does |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, d := range settings.Definitions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", d.Key, strings.ToLower(string(d.Type)), code(strings.TrimSpace(d.Default+" "+d.Counts)), by(d), code(d.Variable), escaped(d.Says))
	}
	b.WriteString("\n## Features\n\nStaff turn features on and off for all vendors, for a part of them and for single ones. What is off is refused by the\nserver.\n\n" +
		"| key | default | what it is |\n| --- | --- | --- |\n")
	for _, f := range settings.FeatureDefinitions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Key, map[bool]string{true: "on", false: "off"}[f.Default], escaped(f.Description))
	}
	return b.String()
}

func by(d *settings.Definition) string {
	switch {
	case d.Scope == enum.SettingScopePlatform:
		return "staff"
	case d.Sensitive():
		return "vendors"
	}
	return "staff, vendors"
}

func code(s string) string {
	if s == "" {
		return "–"
	}
	return "`" + s + "`"
}

func escaped(s string) string { return strings.NewReplacer("|", "\\|", "<", "&lt;").Replace(s) }

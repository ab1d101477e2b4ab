// Package docs holds the guides that are served to those who build on Orion.
package docs

import _ "embed"

// Webhooks is the guide to webhooks, in Markdown.
//
//go:embed webhooks.md
var Webhooks string

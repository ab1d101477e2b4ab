package vendor

import "orion/ent/gen/ent"

// Stylesheet returns the theme.css of a vendor's shop, which follows tokens.css: see
// theme.Theme.Stylesheet. The same theme makes the same text.
func Stylesheet(v *ent.Vendor) string { return v.Theme.Stylesheet() }

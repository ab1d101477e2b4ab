package theme

// Button returns the colours of a button in the theme's accent and of its text, like
// #7a3b2e, for where no stylesheet reaches, such as mails. The text can be read on it, and
// so can text in the accent on white.
func (t Theme) Button() (fill, text string) {
	accent, _ := parse(t.OrDefault().Accent)
	light, _ := accents(accent)
	return light.fill.String(), light.on.String()
}

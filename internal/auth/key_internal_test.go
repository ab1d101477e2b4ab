package auth

// NewKey lets tests of the package make keys that nobody was given.
var NewKey = newKey

// Package e2e holds the tests of the whole program: the very process that `make run`
// starts, with its database, its files and its demo, asked over HTTP by the operations
// that integrators use, and used in a browser by people who buy, import and govern.
package e2e

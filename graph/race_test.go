//go:build race

package graph

// slack is how many times slower the race detector makes what is measured.
const slack = 10

//go:build race

package graph_test

// slack is how many times slower the race detector makes what is measured.
const slack = 10

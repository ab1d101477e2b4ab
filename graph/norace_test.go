//go:build !race

package graph_test

const slack = 1

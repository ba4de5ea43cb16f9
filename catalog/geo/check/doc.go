// Package check tells what is wrong with a geometry, mends what can be mended without a guess, and explains both in two languages.
package check

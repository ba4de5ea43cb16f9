// Package enginetest is the suite that every search engine passes: a small catalogue and
// cases as data, run through the Finder, and the promises of the Engine contract.
package enginetest

// Package tabletest is the suite that every tabular engine passes.
package tabletest

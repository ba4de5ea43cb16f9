// Package coverage says what the catalogue has, how old it is and what is missing.
package coverage

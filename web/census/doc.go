// Package census counts the catalogue as a whole, by kind, unit, language and age.
package census

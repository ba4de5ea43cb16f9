// Package vocab is the code lists of the catalogue, a bilingual label per code.
package vocab

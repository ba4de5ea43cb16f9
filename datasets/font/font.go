// Package font is the letters that documents carry in them: Be Vietnam Pro with all of Vietnamese, by the SIL Open Font License beside it.
package font

import _ "embed"

//go:embed regular.ttf
var regular []byte

//go:embed semibold.ttf
var semibold []byte

// Family is the name of the font.
const Family = "Be Vietnam Pro"

// Regular is the TrueType file of the usual weight. Do not change it.
func Regular() []byte { return regular }

// Semibold is the TrueType file of headings. Do not change it.
func Semibold() []byte { return semibold }

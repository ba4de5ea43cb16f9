// Package profile shows the profile of a ward: each thing that the law asks for, with the records that show it, or as a gap.
package profile

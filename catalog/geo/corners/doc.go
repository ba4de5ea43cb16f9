// Package corners reads tables of corner points as Vietnamese decisions and survey sheets print them.
//
// Such tables have a number, an X that is the northing, and a Y that is the easting; some print two blocks side by side, decimal commas, dots between thousands, or
// degrees with minutes. What was recognised is always reported, so that a person can check it.
package corners

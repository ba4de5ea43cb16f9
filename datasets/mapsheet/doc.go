// Package mapsheet writes a map as a sheet of paper: as PDF with the font in it, or as a picture of the same.
//
// A sheet is drawn in the plane of a transverse Mercator zone such as those of VN-2000, so that its scale is one number and its grid is straight. It has a
// frame with the grid's coordinates, a scale bar, north, a legend, a list of what is numbered, sources, the day and what the map is not: a legal boundary.
package mapsheet

// Package styles writes how map layers look for other programs: QGIS (layer definitions and projects) and Styled Layer Descriptor 1.0. Both read the features
// from OGC API Features, so that a file is small and what it shows is of today.
package styles

// Package styles writes how map layers look for other programs: MapLibre (layers over vector tiles), QGIS (layer definitions and projects) and Styled Layer
// Descriptor 1.0. Files for QGIS hold no features: they name the OGC API that these are read from, so that what is shown is of today.
package styles

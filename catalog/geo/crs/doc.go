// Package crs names the coordinate reference systems in use in Viet Nam and converts coordinates between them.
//
// VN-2000 and WGS 84 coordinates differ by about 225 m on the territory; the only datum operation used here is the one of
// Decision 05/2007/QĐ-BTNMT (EPSG:6960, coordinate-frame rotation signs, 1 m), and every conversion says so in its [Operation].
// Projections are transverse Mercator by Krüger's series to the sixth power of n (Karney, "Transverse Mercator with an accuracy
// of a few nanometers", J. Geodesy 85, 2011, equations 35 and 36) and spherical Web Mercator.
//
// Coordinates travel as [orb.Point] in the order of GIS files: x is easting or longitude, y is northing or latitude, degrees or
// metres. [CRS.Axes] tells the order that the authority of the system publishes. Conversions agree with PROJ to
// 0.1 micrometre, but for VN-2000 to WGS 84, where they differ by up to 0.75 mm so that a round trip closes within that (see shift).
package crs

// Package overlay computes what two areas have in common.
//
// The common part is cut in the plane of longitude and latitude, where the edges of GeoJSON are straight (RFC 7946, 3.1.1), by the overlay of simplefeatures;
// its size is that on the ellipsoid. What the cut leaves of the first area is measured too, so that a wrong cut is found and told as an error.
package overlay

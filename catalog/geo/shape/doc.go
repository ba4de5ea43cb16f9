// Package shape answers exact questions about two geometries on the plane of longitude and latitude.
//
// Edges are straight in that plane. The sign tests are exact, so a point on an edge is on it and not beside it. The inside of a polygon is
// told by the even-odd rule over its own rings, whatever their winding; a bow-tie therefore has two lobes and a ring inside a ring is a
// hole. Members of a multipolygon are united. Boundaries belong to their polygon.
package shape

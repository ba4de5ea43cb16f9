// Package spatial is an immutable index of features that answers which of them meet a region, lie within it, or are nearest to a point.
//
// A feature that intersects a region shares at least one point with it; touching is enough. A feature within a region has no point outside it;
// lying on its boundary is allowed (the OGC relation "covered by"). Edges are straight in longitude and latitude; insides follow the even-odd
// rule of package shape, whatever the winding, so clockwise outlines and bow-ties have one defined meaning. Circles hold what lies at most the radius away by
// the geodesic on WGS 84.
package spatial

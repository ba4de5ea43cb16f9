// Package geodesy measures on the WGS 84 ellipsoid: distances, bearings, and areas. All coordinates are longitude and latitude in degrees.
package geodesy

// Package osmfile reads the features of a base map from an OpenStreetMap extract (.osm.pbf) or from GeoJSON with OpenStreetMap's tags as properties.
//
// What it reads stays under the Open Database Licence: the archive made of it is a layer of its own with that attribution, and nothing of it is mixed into the catalogue.
package osmfile

// Package pmtiles reads and writes PMTiles archives, version 3 (github.com/protomaps/PMTiles, spec/v3/spec.md): map tiles of all zooms in one file, found by two
// reads at known places.
//
// No module that does this is to be had from the proxy in a version that does not bring cloud clients with it.
package pmtiles

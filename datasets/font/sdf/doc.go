// Package sdf writes the letters of a font as maps on the web read them: fields of signed distances (Chris Green, Improved Alpha-Tested Magnification for Vector
// Textures and Special Effects, SIGGRAPH 2007) in the protocol buffers of Mapbox' glyph ranges, which MapLibre loads from the "glyphs" address of a style.
package sdf

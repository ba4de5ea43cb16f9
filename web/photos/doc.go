// Package photos is the photo library as readers see it: the contact sheet, and the
// pictures themselves.
package photos

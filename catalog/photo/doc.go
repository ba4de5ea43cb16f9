// Package photo holds the rules of the photo library: what is needed with a picture,
// and which pictures are nearly the same.
package photo

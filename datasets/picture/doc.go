// Package picture reads pictures as people send them and makes of each what readers
// get: three JPEGs that carry nothing but the picture.
package picture

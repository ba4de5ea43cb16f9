// Package dcat is the DCAT-AP 3.0.1 face: the catalogue as linked data in five
// syntaxes, paged with Hydra, and the published Data Package descriptors.
package dcat

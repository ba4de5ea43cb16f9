// Package cql2 reads the Common Query Language of OGC 21-065r2, as text or JSON, and evaluates it against features.
//
// Both encodings give one tree. Truth has three values: a comparison with a missing value is unknown, and so is its negation. CASEI folds case as
// Unicode has it. ACCENTI takes away accents and makes đ a d, which Unicode decomposition alone does not do. A date stands for its whole
// day, a month for its whole month, a year for its whole year. Spatial functions follow the Simple Features relations; S_INTERSECTS is exact and quick.
package cql2

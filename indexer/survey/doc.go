// Package survey stands between the readers and the converter: it finds the
// geometry of each row, decides in which reference system a file's coordinates
// are, brings them to WGS 84, checks and mends them, and keeps account of all
// of it.
//
// A system is taken from the descriptor, else from the file, else degrees are
// taken for WGS 84. It is guessed only where metres stand for degrees or the
// other way round, and only from where the rows say they lie; the guess, its
// evidence and the operation are told as a warning.
package survey

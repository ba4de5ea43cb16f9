// Package delimited reads tables of delimited text as people have them: it finds
// out what the descriptor leaves open, mends what is cosmetic, says so, and loses
// one row where one row is broken.
package delimited

// Package contact takes readers' questions, reports of mistakes and ratings, keeps them in the private store under their clock, and gives the operator and the desk
// the lists of what waits.
package contact

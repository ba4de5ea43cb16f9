// Package contact takes readers' questions, reports of mistakes and ratings, keeps them in the private store under their clock, and gives the operator the inbox.
package contact

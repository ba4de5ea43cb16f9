// Package condition is a small language of conditions over facts of which some are not
// known: what may be claimed, which steps a project needs.
//
// # The language
//
//	condition = term { "OR" term }
//	term      = factor { "AND" factor }
//	factor    = "NOT" factor | "(" condition ")" | test | predicate
//	test      = variable ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) ( value | variable )
//	          | variable "in" "(" value { "," value } ")"
//	predicate = name "(" [ variable { "," variable } ] ")"
//	value     = number | date | "true" | "false" | code
//
// AND binds closer than OR. A number is written with a point (0.51), a date as
// 2025-10-01, a code as a word of letters, digits, "_", "-" and "." (II.B, IC).
// Every variable is declared with its type, where its value comes from and the
// question that asks for it; a predicate is a yes-no variable that is written with
// what it looks at, and unknown until somebody answers it.
//
// Logic is Kleene's strong logic of three values: AND is the least and OR the
// greatest of false < unknown < true, NOT turns unknown into unknown. A test on a
// variable that is not known is unknown. So nothing is ever true because of
// something nobody knows.
package condition

// Package incentive tells which incentives a project may claim on a day: rules are
// data, each a condition in a small language over what is known of the project, and
// what is not known stays unknown.
//
// # The language of conditions
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
// question that asks for it; a predicate is a variable of its own that nothing
// computes, so that it is unknown until somebody answers it.
//
// Logic is Kleene's strong logic of three values: AND is the least and OR the
// greatest of false < unknown < true, NOT turns unknown into unknown. A test on a
// variable that is not known is unknown. So no answer is ever "yes" because of
// something nobody knows.
package incentive
